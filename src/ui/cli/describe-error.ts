import { clip } from '../../lib/clip.ts';
import { BaiupError, exitCode, messageOf } from '../../lib/errors.ts';
import { systemTrouble } from '../../lib/system-trouble.ts';
import type { CommonFlags } from './context.ts';
import type { Interrupts } from './interrupts.ts';
import type { Outcome } from './outcome.ts';
import { standingLines } from './standing.ts';
import { findingLines } from './views/findings.ts';
import { under } from './views/under.ts';

const indent = '  ';

function asText(error: Pick<BaiupError, 'code' | 'message' | 'hint' | 'left' | 'findings'>): string {
  const lines = [under('✗ ', error.message), ...findingLines(error.findings)];
  if (error.left !== undefined) lines.push(under(`${indent}Now:   `, error.left));
  if (error.hint !== undefined) lines.push(under(`${indent}Next:  `, error.hint));
  lines.push(`${indent}(${error.code})`);
  return lines.join('\n');
}

function ourBug(error: unknown, verbose: boolean): Outcome {
  const message = messageOf(error);
  const stack = error instanceof Error ? error.stack : undefined;
  const text = [
    `✗ baiup met a fault of its own: ${message}`,
    ...(verbose && stack
      ? [stack]
      : [`${indent}Next:  run it again with --verbose and report what it prints`]),
  ].join('\n');
  return { json: { error: { code: 'bug', message, stack } }, text, exit: exitCode.bug };
}

/** What the user is told of an error; an operator's mistake never shows a stack trace. */
export async function describeError(
  error: unknown,
  flags: Pick<CommonFlags, 'verbose'>,
  { signal, standing }: Pick<Interrupts, 'signal' | 'standing'>,
): Promise<Outcome> {
  if (signal.aborted && error === signal.reason) {
    const message = 'interrupted';
    const now = await standing();
    return {
      json: { error: { code: 'interrupted', message, hint: now.next, left: now.left } },
      text: [`✗ ${message}`, ...standingLines(now)].join('\n'),
      exit: exitCode.interrupted,
    };
  }
  const known = error instanceof BaiupError ? error : systemTrouble(error);
  if (!known) return ourBug(error, flags.verbose);
  const { code, hint, left, findings } = known;
  const said = {
    code,
    message: clip(known.message),
    hint: hint === undefined ? undefined : clip(hint),
    left: left === undefined ? undefined : clip(left),
    findings,
  };
  return { json: { error: said }, text: asText(said), exit: known.exit };
}
