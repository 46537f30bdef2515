import type { Finding } from '../../lib/finding.ts';
import { visible } from '../../lib/visible.ts';
import { guardedBy } from './guarded-by.ts';
import type { Session } from './session.ts';

/** How an operator accepts that a guarded session is touched: by its own name or id. */
export const acceptsSession = /^session=\S/;

/** How often each name is there: names are unique to an owner only. */
function countsOf(sessions: readonly Session[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { name } of sessions) counts.set(name, (counts.get(name) ?? 0) + 1);
  return counts;
}

/** A blocker for each guarded session that is not accepted by its own id, or by a name that no other session has. */
export function guardFindings(
  sessions: readonly Session[],
  guards: readonly string[],
  accepted: readonly string[],
): Finding[] {
  const fine = new Set(accepted);
  const counts = countsOf(sessions);
  return sessions.flatMap((session): Finding[] => {
    const guard = guardedBy(session, guards);
    const { id, name, owner, accessKey, kind, status, agents } = session;
    if (guard === undefined || fine.has(`session=${id}`)) return [];
    const isNamed = fine.has(`session=${name}`);
    const alike = counts.get(name) ?? 0;
    if (isNamed && alike === 1) return [];
    const where = agents.length > 0 ? ` on ${agents.join(', ')}` : '';
    const others = isNamed ? `; ${alike} sessions have this name, so only its id accepts it` : '';
    return [
      {
        code: 'workloads.guarded',
        severity: 'blocker',
        subject: visible(name),
        summary: visible(
          `session ${name} of ${owner ?? accessKey} (${kind}, ${status}${where}) is guarded by ${guard}${others}`,
        ),
        hint: `ask its owner; accept it alone with --accept session=${id}`,
      },
    ];
  });
}
