import { testHooks } from '../../../app/actions/test-hooks.ts';
import { exitCode } from '../../../lib/errors.ts';
import type { CommonFlags } from '../context.ts';
import type { Outcome } from '../outcome.ts';
import type { Terminal } from '../terminal.ts';
import { hookTestedText } from '../views/hook-tested.ts';

export async function hooksTest(
  terminal: Terminal,
  _flags: CommonFlags,
  ...names: string[]
): Promise<Outcome> {
  const { clusterFile, paint, interrupted: signal } = terminal;
  const tested = await testHooks({ clusterFile, names, signal });
  const json = tested.map(({ hook, sent, seconds }) => ({
    hook,
    taken: sent.kind === 'taken',
    ...(sent.kind === 'taken' ? { how: sent.how } : { why: sent.why }),
    said: sent.said,
    seconds,
  }));
  const isAll = json.every(({ taken }) => taken);
  const text = tested.map((each) => hookTestedText(each, paint)).join('\n');
  return { json, text, exit: isAll ? exitCode.done : exitCode.failed };
}
