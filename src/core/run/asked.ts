import type { RunEvent } from './event.ts';

/** What somebody asks of a run while it is carried out, as it is shown. */
export interface Asked extends Pick<Extract<RunEvent, { kind: 'run.asked' }>, 'what' | 'who' | 'why'> {
  /** When they said so, ISO 8601. */
  readonly at: string;
  /** Counts only until the run stops its first service: from there it goes on to its end, or back. */
  readonly untilStop?: true;
}
