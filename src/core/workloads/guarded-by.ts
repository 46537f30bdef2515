import type { Session } from './session.ts';
import { isMeant, type SessionFilter } from './session-filter.ts';

const filters = {
  owner: 'owner',
  project: 'project',
  image: 'image',
  label: 'label',
  agent: 'agent',
  id: 'session',
} as const;

function filterOf(guard: string): SessionFilter {
  const at = guard.indexOf('=');
  return { [filters[guard.slice(0, at) as keyof typeof filters]]: [guard.slice(at + 1)] };
}

/** The first guard that means a session: "owner=ana@example.com". */
export const guardedBy = (session: Session, guards: readonly string[]): string | undefined =>
  guards.find((each) => isMeant(session, filterOf(each), 0));

/** The guards that mean no session: somebody may have mistyped them, and nobody is guarded. */
export function unmetGuards(guards: readonly string[]) {
  let left = guards;
  return {
    see(session: Session): void {
      if (left.length > 0) left = left.filter((each) => guardedBy(session, [each]) === undefined);
    },
    left: (): readonly string[] => left,
  };
}
