import type { HookTested } from '../../../app/actions/test-hooks.ts';
import type { Paint } from '../paint.ts';
import { seconds as secondsText } from '../progress.ts';
import { under } from './under.ts';

/** How a hook took a test, and what it said. */
export function hookTestedText({ hook, sent, seconds }: HookTested, paint: Paint): string {
  const isTaken = sent.kind === 'taken';
  const mark = isTaken ? paint('green', '✓') : paint('red', '✗');
  const how = isTaken ? sent.how : `not taken: ${sent.why}`;
  const said = sent.said === undefined ? [] : [under('    ', sent.said)];
  return [`${mark} ${hook.padEnd(12)} ${how} (${secondsText(seconds)})`, ...said].join('\n');
}
