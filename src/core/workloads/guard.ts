import type { Finding } from '../../lib/finding.ts';
import { visible } from '../../lib/visible.ts';
import { guardedBy } from './guarded-by.ts';
import type { Session } from './session.ts';

/** How an operator accepts that a guarded session is touched: by its own name or id. */
export const acceptsSession = /^session=\S/;

const accepts = (word: string): string => `session=${word}`;

/**
 * What was accepted, as a plan keeps it: sessions by their ids. Until it is carried out another may have got the name
 * of one that has ended, and nobody has accepted that one.
 */
export function acceptedById(
  sessions: readonly Pick<Session, 'id' | 'name'>[],
  accepted: readonly string[],
): string[] {
  const meant = (code: string): string[] => {
    if (!acceptsSession.test(code)) return [code];
    const byId = sessions.filter(({ id }) => accepts(id) === code);
    const found = byId.length > 0 ? byId : sessions.filter(({ name }) => accepts(name) === code);
    return found.length === 1 ? found.map(({ id }) => accepts(id)) : [];
  };
  return [...new Set(accepted.flatMap(meant))].sort();
}

/** How often each name is there: names are unique to an owner only. */
function countsOf(sessions: readonly Session[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { name } of sessions) counts.set(name, (counts.get(name) ?? 0) + 1);
  return counts;
}

/** A blocker for each guarded session that is not accepted by its own id, or by a name that is no other session's name or id. */
export function guardFindings(
  sessions: readonly Session[],
  guards: readonly string[],
  accepted: readonly string[],
): Finding[] {
  const fine = new Set(accepted);
  const counts = countsOf(sessions);
  const ids = new Set(sessions.map(({ id }) => id));
  return sessions.flatMap((session): Finding[] => {
    const guard = guardedBy(session, guards);
    const { id, name, owner, accessKey, kind, status, agents } = session;
    if (guard === undefined || fine.has(accepts(id))) return [];
    const isNamed = fine.has(accepts(name)) && !ids.has(name);
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
        hint: `ask its owner; accept it alone with --accept ${accepts(id)}`,
      },
    ];
  });
}
