import { guardFindings } from '../../core/workloads/guard.ts';
import type { Finding } from '../../lib/finding.ts';
import { gather } from '../../lib/gather.ts';
import type { Readers } from './readers.ts';

/** The guarded sessions of a cluster that nobody has accepted; its file's guards are always looked for. */
export async function guardedSessions(
  { inventory, workloads }: Pick<Readers, 'inventory' | 'workloads'>,
  guards: readonly string[],
  accepted: readonly string[],
): Promise<Finding[]> {
  const all = [...(inventory.guard ?? []), ...guards];
  if (all.length === 0) return [];
  const source = await workloads.database();
  try {
    return guardFindings(await gather(source.sessions()), all, accepted);
  } finally {
    await source.close();
  }
}
