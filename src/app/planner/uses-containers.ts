import { parse } from 'smol-toml';
import type { Member } from '../../core/cluster/inventory.ts';

/**
 * Whether a member is an agent that runs sessions in Docker's containers.
 * @param text of its configuration, where it could be read
 */
export function usesContainers({ component }: Pick<Member, 'component'>, text: string | undefined): boolean {
  if (component !== 'agent' || text === undefined) return false;
  try {
    const { agent } = parse(text) as { agent?: { mode?: unknown; backend?: unknown } };
    return (agent?.backend ?? agent?.mode) === 'docker';
  } catch {
    // What is wrong with it is a finding of a check.
    return false;
  }
}
