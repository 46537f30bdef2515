import { type AffectedGroup, affectedSessions } from '../../core/workloads/affected.ts';
import type { Intended } from '../../core/workloads/fate.ts';
import { unmetGuards } from '../../core/workloads/guarded-by.ts';
import { BaiupError } from '../../lib/errors.ts';
import type { Readers } from './readers.ts';

/** What an upgrade does with a cluster's sessions. */
export type Affected = Intended &
  (
    | {
        readonly groups: readonly AffectedGroup[];
        /** Guards that no session fits, of those that were asked for. */
        readonly unmet: readonly string[];
        readonly trouble?: never;
      }
    /** Why nobody knows: the database does not answer. */
    | { readonly groups?: never; readonly unmet?: never; readonly trouble: string }
  );

/** Reads every session, in batches, and keeps only how many there are. The guards of the cluster's file count, too. */
export async function affected(
  { inventory, workloads }: Pick<Readers, 'inventory' | 'workloads'>,
  { drain, guards }: Intended,
): Promise<Affected> {
  const intended = { drain, guards: [...(inventory.guard ?? []), ...guards] };
  const counted = affectedSessions(intended);
  const unmet = unmetGuards(guards);
  try {
    const source = await workloads.database();
    try {
      for await (const batch of source.sessions()) {
        counted.add(batch);
        for (const session of batch) unmet.see(session);
      }
    } finally {
      await source.close();
    }
  } catch (error) {
    if (!(error instanceof BaiupError)) throw error;
    return { ...intended, trouble: error.message };
  }
  return { ...intended, groups: counted.all(), unmet: unmet.left() };
}
