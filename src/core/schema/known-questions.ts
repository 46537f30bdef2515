/** A migration that asks its operator something on standard input, and what to say. */
export interface KnownQuestion {
  readonly revision: string;
  /** A part of the question's text. */
  readonly asks: string;
  readonly answer: string;
  readonly why: string;
  readonly source: string;
}

/** Data: every revision that reads standard input, in all releases from 22.09 to 26.08. */
const knownQuestions: readonly KnownQuestion[] = [
  {
    revision: 'f8a71c3bffa2',
    asks: 'Your choice? [a/b]',
    answer: 'a',
    why: "keeps each keypair's user id, as text; the other choice needs a file that maps them, and no cluster of 22.09 or later has numeric ones",
    source: "the vendor's migrations of all 326 tags from 22.09, searched for whatever reads standard input",
  },
];

/** The questions that running these revisions will ask. */
export function questionsOf(run: readonly string[]): KnownQuestion[] {
  return knownQuestions.filter(({ revision }) => run.includes(revision));
}
