import type { Member } from '../../core/cluster/inventory.ts';
import { componentNamed } from '../../core/components/index.ts';
import type { Host } from '../../io/hosts/port.ts';
import type { Service } from '../../io/services/port.ts';
import { processService } from '../../io/services/process.ts';
import { systemdService } from '../../io/services/systemd.ts';
import { commandReader } from '../discovery/survey/read-command.ts';

/** A member's service on its host, of whichever kind. */
export function serviceOf(host: Host, { service, component, config }: Member): Service {
  if (service.kind === 'process') return processService(host, service.folder);
  const { module, serveArguments } = componentNamed(component);
  const starts = ['-m', module, ...serveArguments(config)];
  return systemdService(host, { ...service, starts, read: commandReader(host) });
}
