import { dirname } from 'node:path';
import { lacksRoom, littleRoom } from '../../core/cluster/little-room.ts';
import { memberNamed } from '../../core/cluster/member-named.ts';
import { lookAt } from '../../io/hosts/host-look.ts';
import { roomLook } from '../../io/hosts/room-look.ts';
import { BaiupError } from '../../lib/errors.ts';
import type { StepContext } from './context.ts';

/**
 * A service whose disk is full is not stopped: it could not start again, neither as the new release nor as the old one.
 * Where a host does not tell, nobody waits for it: the service is already away for some.
 * @throws BaiupError `host.no-room`
 */
export async function refuseFullDisk(
  member: string,
  { inventory, host: hostNamed }: Pick<StepContext, 'inventory' | 'host'>,
): Promise<void> {
  const { host, workdir, service } = memberNamed(inventory, member);
  const own = service?.kind === 'systemd' ? dirname(service.environment) : service?.folder;
  const folders = [...new Set([workdir, ...(own === undefined ? [] : [own])])];
  const looked = await lookAt(hostNamed(host), { rooms: roomLook(folders) }, 5_000).catch(() => undefined);
  const full = looked?.rooms.find((room) => lacksRoom(room, littleRoom));
  if (!full) return;
  const { mount, path } = full;
  throw new BaiupError(
    'host.no-room',
    `${mount} on ${host}, where ${path} is, is full: ${member} could not start again, so it was not stopped`,
    { hint: `make room below ${mount} on ${host}, then begin again`, left: `${member} runs as before` },
  );
}
