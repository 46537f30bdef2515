import { acceptedById, guardFindings } from '../../core/workloads/guard.ts';
import { unmetGuards } from '../../core/workloads/guarded-by.ts';
import type { Finding } from '../../lib/finding.ts';
import { gather } from '../../lib/gather.ts';
import type { Readers } from './readers.ts';

interface GuardedSessions {
  /** A blocker for each that nobody has accepted. */
  readonly findings: readonly Finding[];
  /** What was accepted, sessions by their ids alone. */
  readonly accepted: readonly string[];
  /** The guards that no session fits; of those of the cluster's file, which stay, none is told. */
  readonly unmet: readonly string[];
}

/** The guarded sessions of a cluster; its file's guards are always looked for. */
export async function guardedSessions(
  { inventory, workloads }: Pick<Readers, 'inventory' | 'workloads'>,
  guards: readonly string[],
  accepted: readonly string[],
): Promise<GuardedSessions> {
  const all = [...(inventory.guard ?? []), ...guards];
  if (all.length === 0) return { findings: [], accepted: acceptedById([], accepted), unmet: [] };
  const source = await workloads.database();
  try {
    const sessions = await gather(source.sessions());
    const unmet = unmetGuards(guards);
    for (const session of sessions) unmet.see(session);
    const findings = guardFindings(sessions, all, accepted);
    return { findings, accepted: acceptedById(sessions, accepted), unmet: unmet.left() };
  } finally {
    await source.close();
  }
}
