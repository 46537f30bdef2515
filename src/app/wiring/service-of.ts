import type { Member } from '../../core/cluster/inventory.ts';
import { componentNamed } from '../../core/components/index.ts';
import type { Host } from '../../io/hosts/port.ts';
import type { Service } from '../../io/services/port.ts';
import { processService } from '../../io/services/process.ts';
import { systemdService } from '../../io/services/systemd.ts';
import { readerWithRoot } from '../discovery/reader-with-root.ts';
import { commandReader } from '../discovery/survey/read-command.ts';

/** Members of another component whose units name the same path: it can lead to one environment only. */
function sharedWith(path: string, { host, component }: Member, members: readonly Member[]): string[] {
  return members.flatMap((other) =>
    other.service.kind === 'systemd' &&
    other.service.environment === path &&
    other.host === host &&
    other.component !== component
      ? [other.id]
      : [],
  );
}

/** Units of other members of its host. */
const unitsBeside = ({ id, host }: Member, members: readonly Member[]): string[] =>
  members.flatMap((other) =>
    other.id !== id && other.host === host && other.service.kind === 'systemd' ? [other.service.unit] : [],
  );

/**
 * A member's service on its host, of whichever kind.
 * @param members all of the cluster
 * @param run for which it is stopped and started
 */
export function serviceOf(host: Host, member: Member, members: readonly Member[], run?: string): Service {
  const { service, component, config, workdir } = member;
  if (service.kind === 'process') return processService(host, service.folder);
  const { module, serveArguments } = componentNamed(component);
  const others = sharedWith(service.environment, member, members);
  const reader = readerWithRoot(host);
  return systemdService(host, {
    ...service,
    reader,
    run,
    starts: ['-m', module, ...serveArguments(config)],
    read: commandReader(reader),
    sharedWith: others,
    members: unitsBeside(member, members),
    beside: others.length > 0 ? `${service.environment}-${component}` : `${workdir}/${component}`,
  });
}
