import type { ExitCode } from '../../lib/errors.ts';

/** What a command has to say: the same answer as a document and as text. */
export interface Outcome {
  readonly json: unknown;
  readonly text: string;
  /** The answer in the form that was asked for, made while it is written: it may be larger than memory. */
  readonly pieces?: AsyncIterable<string>;
  /** 0 unless told. */
  readonly exit?: ExitCode;
  /** What was done is in a run's journal: the answer can be had again. */
  readonly recorded?: true;
  /** Its text was written to standard error. */
  readonly onStderr?: true;
}
