import { memberNamed } from '../../core/cluster/member-named.ts';
import type { Host } from '../../io/hosts/port.ts';
import type { StepContext } from './context.ts';

/** A member's host for the member's own files: whoever its unit runs as, root may read and write them. */
export function hostOfFiles(
  member: string,
  { inventory, host }: Pick<StepContext, 'inventory' | 'host'>,
): Host {
  const { host: name, service } = memberNamed(inventory, member);
  const own = host(name);
  return service?.kind === 'systemd' ? own.asRoot() : own;
}
