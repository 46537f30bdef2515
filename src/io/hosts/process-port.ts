import type { Command } from '../../lib/command.ts';
import type { ProcessFacts } from './proc.ts';

/** A process that lives: with its start and the boot its number names one process for good. */
export interface LivingProcess extends ProcessFacts {
  readonly boot: string;
}

/** Which processes: one, the members of a group, or those that were started with a variable of this value. */
export type ProcessQuestion =
  | { readonly pid: number }
  | { readonly group: number }
  | { readonly variable: string; readonly value: string };

/** A program that outlives whoever starts it. */
export interface LaunchedProgram extends Pick<Command, 'argv'> {
  readonly cwd: string;
  /** All that it sees of an environment. */
  readonly env: Readonly<Record<string, string>>;
  /** The file that what it prints is added to. */
  readonly log: string;
}

/** What a program that is talked with says. */
export interface TalkListener {
  /** A line that it printed. */
  line(text: string): void;
  /** What it wrote to its standard error, as it comes. */
  error(text: string): void;
}

/** A program that is talked with, in a session of its own: Ctrl-C in our terminal does not reach it. */
export interface Talk {
  readonly pid: number;
  /** A line for it; one that has gone does not hear it. */
  say(line: string): void;
  /**
   * When it has ended and all was heard: its exit code as shells count it. Where the way to it was lost it ends as well.
   * @throws BaiupError `host.connection-lost`
   */
  readonly ended: Promise<number>;
  /** Ends it with all that it started. */
  kill(): Promise<void>;
}
