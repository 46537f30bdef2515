import { type Found, forget as forgetRun } from '../../../app/actions/forget.ts';
import { exitCode } from '../../../lib/errors.ts';
import type { CommonFlags } from '../context.ts';
import type { Outcome } from '../outcome.ts';
import { saysYes } from '../says-yes.ts';
import type { Terminal } from '../terminal.ts';
import { forgetJson, forgetQuestion, forgottenText, foundLines } from '../views/forget.ts';

export interface ForgetFlags extends CommonFlags {
  readonly yes: boolean;
  readonly dryRun: boolean;
}

async function agreedTo(terminal: Terminal, { yes, dryRun }: ForgetFlags, found: Found): Promise<boolean> {
  if (dryRun) return false;
  for (const line of foundLines(found)) terminal.progress.say(line);
  return saysYes(forgetQuestion(found), yes);
}

export async function forget(terminal: Terminal, flags: ForgetFlags, run: string): Promise<Outcome> {
  let asked = false;
  const agreed = (found: Found): Promise<boolean> => {
    asked = !flags.dryRun;
    return agreedTo(terminal, flags, found);
  };
  const forgotten = await forgetRun({ run, clusterFile: terminal.clusterFile, agreed });
  const { done, found } = forgotten;
  const json = forgetJson(forgotten);
  if (done) {
    const exit = done.failed.length > 0 ? exitCode.failed : exitCode.done;
    return { json, text: forgottenText(found, done), exit };
  }
  if (asked) return { json, text: 'Nothing was removed.', exit: exitCode.refused };
  return { json, text: foundLines(found).join('\n') };
}
