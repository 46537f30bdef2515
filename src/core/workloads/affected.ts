import { type FateName, fateNames, fateUnder, type Intended } from './fate.ts';
import type { Session } from './session.ts';
import { sessionStage } from './session-stage.ts';

/** Sessions that an upgrade does the same with. */
export interface AffectedGroup {
  readonly fate: FateName;
  readonly sessions: number;
  /** How many of each kind, and of each person (an access key where no address is known); the most first. */
  readonly kinds: Readonly<Record<string, number>>;
  readonly owners: Readonly<Record<string, number>>;
}

interface Sum {
  sessions: number;
  readonly kinds: Map<string, number>;
  readonly owners: Map<string, number>;
}

const count = (counts: Map<string, number>, key: string): unknown =>
  counts.set(key, (counts.get(key) ?? 0) + 1);

const mostFirst = (counts: Map<string, number>): Record<string, number> =>
  Object.fromEntries([...counts].sort(([one, a], [other, b]) => b - a || (one < other ? -1 : 1)));

/** Adds sessions up as they pass, by what an upgrade does with them. */
export function affectedSessions(intended: Intended) {
  const sums = new Map<FateName, Sum>();
  const add = (session: Session): void => {
    if (sessionStage(session.status) === 'ended') return;
    const { name } = fateUnder(session, intended);
    const sum = sums.get(name) ?? { sessions: 0, kinds: new Map(), owners: new Map() };
    sums.set(name, sum);
    sum.sessions += 1;
    count(sum.kinds, session.kind);
    count(sum.owners, session.owner ?? session.accessKey);
  };
  return {
    add: (sessions: readonly Session[]): void => sessions.forEach(add),
    all: (): readonly AffectedGroup[] =>
      fateNames.flatMap((fate) => {
        const sum = sums.get(fate);
        if (sum === undefined) return [];
        const { sessions, kinds, owners } = sum;
        return [{ fate, sessions, kinds: mostFirst(kinds), owners: mostFirst(owners) }];
      }),
  };
}
