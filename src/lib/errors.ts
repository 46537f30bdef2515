import type { Finding } from './finding.ts';

/** Exit codes of the command line; a contract (scripts depend on them). */
export const exitCode = {
  done: 0,
  failed: 1,
  refused: 2,
  resumable: 3,
  usage: 64,
  bug: 70,
  interrupted: 130,
} as const;
export type ExitCode = (typeof exitCode)[keyof typeof exitCode];

export interface ErrorDetails {
  /** What to type or do next. */
  readonly hint?: string;
  /** The state things are in now. */
  readonly left?: string;
  readonly cause?: unknown;
  readonly exit?: ExitCode;
  /** What refused, when findings did. */
  readonly findings?: readonly Finding[];
  /** What a step has found out, as it would have told it had it not failed. */
  readonly found?: unknown;
}

/**
 * An error that an operator can act on. `code` is permanent and dotted (`cluster.file-missing`);
 * the message says what happened and why. Anything else that is thrown is our own bug (exit 70).
 */
export class BaiupError extends Error {
  readonly code: string;
  readonly hint: string | undefined;
  readonly left: string | undefined;
  readonly exit: ExitCode;
  readonly findings: readonly Finding[];
  readonly found: unknown;

  constructor(code: string, message: string, details: ErrorDetails = {}) {
    super(message, { cause: details.cause });
    this.name = 'BaiupError';
    this.code = code;
    this.hint = details.hint;
    this.left = details.left;
    this.exit = details.exit ?? exitCode.failed;
    this.findings = details.findings ?? [];
    this.found = details.found;
  }
}

/** Wrong usage: exit 64, nothing was done. */
export function usageError(code: string, message: string, hint?: string): BaiupError {
  return new BaiupError(code, message, { exit: exitCode.usage, ...(hint ? { hint } : {}) });
}

/** The message of anything thrown, for a sentence of ours. */
export function messageOf(error: unknown): string {
  if (error instanceof AggregateError && error.message === '') {
    return error.errors.map(messageOf).join('; ');
  }
  return error instanceof Error ? error.message : String(error);
}
