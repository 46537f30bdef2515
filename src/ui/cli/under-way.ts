import type { Standing } from './standing.ts';

/** What a command does that must not end in the middle, as it is told to whoever interrupts it. */
export interface UnderWay {
  /** What the first Ctrl-C comes to. */
  readonly word: () => Promise<string>;
  /** How things stand where a second one cuts. */
  readonly standing: () => Promise<Standing>;
}
