import type { LostSession, Settled } from './lost-session.ts';

const newest = (before: readonly LostSession[], now: readonly LostSession[]): readonly LostSession[] => [
  ...new Map([...before, ...now].map((session) => [session.id, session])).values(),
];

/** What is known about sessions after one more event: the newest for each. */
export function settledSoFar(
  before: Settled | undefined,
  { givenUp, endedSince, trouble }: Settled,
): Settled {
  return {
    givenUp: newest(before?.givenUp ?? [], givenUp),
    endedSince: newest(before?.endedSince ?? [], endedSince),
    ...(trouble === undefined ? {} : { trouble }),
  };
}
