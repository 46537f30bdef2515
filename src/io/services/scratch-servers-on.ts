import { bringPort } from '../hosts/bring-port.ts';
import type { Host, LentPort } from '../hosts/port.ts';
import { freePorts } from './free-ports.ts';
import { refuseOlder } from './refuse-older.ts';
import { type ScratchServers, scratchPair } from './scratch-pair.ts';
import { scratchPassword } from './scratch-password.ts';
import type { ScratchOptions } from './scratch-servers.ts';
import { serverProgramsOn } from './server-programs-on.ts';

const lookMs = 2_000;

interface OnHost extends Omit<ScratchOptions, 'sources'> {
  /** Told, as soon as there is something, how it is ended. */
  readonly atEnd: (undo: () => Promise<void>) => void;
}

/** Ports that nothing listens on now, here and there. */
async function portsFreeOnBoth(host: Host): Promise<readonly number[]> {
  const found = await freePorts(12);
  const taken = await Promise.all(found.map((port) => host.accepts({ host: '127.0.0.1', port }, lookMs)));
  return found.filter((_port, index) => !taken[index]);
}

/**
 * A PostgreSQL and an etcd below a folder of a host of a cluster, empty. They answer on the loopback of that host, and
 * under the same ports on this machine's. They end with this process, or with the way to the host.
 * @throws BaiupError `scratch.postgres-older`, `postgres.missing`, `etcd.missing`, `server.not-started`
 */
export async function startScratchServersOn(
  host: Host,
  folder: string,
  { major, prefix = [], signal, atEnd }: OnHost,
): Promise<ScratchServers> {
  const programs = await serverProgramsOn(host);
  refuseOlder(programs.postgres, major, `on ${host.name}`);
  const [{ user }, ports] = await Promise.all([host.facts(), portsFreeOnBoth(host)]);
  const pair = scratchPair(folder, programs, {
    ports,
    password: scratchPassword(),
    prefix,
    there: { host, user },
  });
  const brought: LentPort[] = [];
  atEnd(async () => {
    await pair.stop();
    for (const each of brought) each.takeBack();
  });
  for (const port of ports.slice(0, 2)) brought.push(await bringPort(host, port));
  return pair.start(signal);
}
