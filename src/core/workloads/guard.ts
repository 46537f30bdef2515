import type { Finding } from '../../lib/finding.ts';
import { guardedBy } from './guarded-by.ts';
import type { Session } from './session.ts';

/** How an operator accepts that a guarded session is touched: by its own name or id. */
export const acceptsSession = /^session=\S/;

/** A blocker for each guarded session that is not accepted by its own name or id. */
export function guardFindings(
  sessions: readonly Session[],
  guards: readonly string[],
  accepted: readonly string[],
): Finding[] {
  const fine = new Set(accepted);
  return sessions.flatMap((session): Finding[] => {
    const guard = guardedBy(session, guards);
    const { id, name, owner, accessKey, kind, status, agents } = session;
    if (guard === undefined || fine.has(`session=${id}`) || fine.has(`session=${name}`)) return [];
    const where = agents.length > 0 ? ` on ${agents.join(', ')}` : '';
    return [
      {
        code: 'workloads.guarded',
        severity: 'blocker',
        subject: name,
        summary: `session ${name} of ${owner ?? accessKey} (${kind}, ${status}${where}) is guarded by ${guard}`,
        hint: `ask its owner; accept it alone with --accept session=${id}`,
      },
    ];
  });
}
