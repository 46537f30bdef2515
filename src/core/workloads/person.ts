import type { Endpoint } from './endpoint.ts';
import type { Session } from './session.ts';

/** Somebody who has workloads, with all of them. */
export interface Person {
  /** An e-mail address; an access key where a release does not tell it. */
  readonly owner: string;
  readonly sessions: readonly Session[];
  readonly endpoints: readonly Endpoint[];
}

/** Who has what, by name. An endpoint whose release does not name its owner is nobody's. */
export function peopleOf(sessions: readonly Session[], endpoints: readonly Endpoint[]): Person[] {
  const people = new Map<string, { sessions: Session[]; endpoints: Endpoint[] }>();
  const has = (owner: string) => {
    const known = people.get(owner) ?? { sessions: [], endpoints: [] };
    people.set(owner, known);
    return known;
  };
  for (const session of sessions) has(session.owner ?? session.accessKey).sessions.push(session);
  for (const endpoint of endpoints) has(endpoint.owner ?? '').endpoints.push(endpoint);
  return [...people]
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([owner, its]) => ({ owner, ...its }));
}
