import { addUp } from '../../../../core/workloads/add-up.ts';
import type { Session } from '../../../../core/workloads/session.ts';
import type { WorkloadTotals } from '../../../../core/workloads/totals.ts';

/** Counts sessions as they pass. */
export function tally() {
  const owners = new Set<string>();
  const counts = new Map<string, { readonly status: string; readonly kind: string; count: number }>();
  return {
    add(sessions: readonly Session[]): void {
      for (const { status, kind, owner, accessKey } of sessions) {
        owners.add(owner ?? accessKey);
        const key = `${status} ${kind}`;
        const counted = counts.get(key) ?? { status, kind, count: 0 };
        counted.count += 1;
        counts.set(key, counted);
      }
    },
    totals: (): WorkloadTotals => ({ ...addUp(counts.values()), owners: owners.size }),
  };
}
