import type { Session } from './session.ts';
import { isMeant, type SessionFilter } from './session-filter.ts';

export interface UnmetWord {
  readonly of: keyof SessionFilter;
  readonly word: string;
}

/** The words of a filter that no session fits, whatever its other words are: somebody may have mistyped them. */
export function unmetWords({ pending: _pending, olderThan: _age, ...words }: SessionFilter) {
  let left: readonly UnmetWord[] = Object.entries(words).flatMap(([of, each]) =>
    each.map((word) => ({ of: of as keyof SessionFilter, word })),
  );
  return {
    see(session: Session): void {
      if (left.length > 0) left = left.filter(({ of, word }) => !isMeant(session, { [of]: [word] }, 0));
    },
    left: (): readonly UnmetWord[] => left,
  };
}
