import { describe, expect, it } from 'vitest';
import type { RunEvent } from '../../../core/run/event.ts';
import { BaiupError } from '../../../lib/errors.ts';
import { describeError } from '../describe-error.ts';
import { plain } from '../paint.ts';
import type { Progress } from '../progress.ts';
import { findingLines } from './findings.ts';
import { leftLines } from './left.ts';
import { runEnding } from './run.ts';
import { runProgress } from './run-progress.ts';
import { simulatedView } from './simulated-view.ts';
import { under } from './under.ts';

const message = 'its log ends with:\nfirst\nsecond';
const hint = 'do this\nthen that';
const failure = { code: 'x', message, hint, step: '1.start.a2' };
const view = simulatedView({
  state: 'broken',
  hops: [],
  failure,
  left: [{ step: '1.start.a2', hop: 0, title: 'start', says: 'a2 is down', member: 'a2', failure }],
});

function progressed(): string {
  const lines: string[] = [];
  const nothing = (): void => undefined;
  const progress = { started: nothing, finished: nothing, headline: nothing, stop: nothing };
  const show = runProgress({ ...progress, say: (line) => void lines.push(line) } as Progress, () => 0);
  const place = { seq: 1, at: '2026-11-27T12:00:00Z', run: 'r-1', step: '1.start.a2', hop: 0 };
  show({ ...place, kind: 'step.failed', title: 'start', seconds: 1, failure } as RunEvent);
  return lines.join('\n');
}

async function described(): Promise<string> {
  const standing = async () => ({ left: '', next: '' });
  const interrupts = { signal: new AbortController().signal, standing };
  const { text } = await describeError(
    new BaiupError('x', message, { hint }),
    { verbose: false },
    interrupts,
  );
  return text ?? '';
}

const finding = {
  code: 'x',
  severity: 'blocker',
  subject: 'a2',
  summary: message,
  detail: message,
  hint,
} as const;

describe('what is said in several lines keeps to its place', () => {
  it.each<[string, () => string | Promise<string>, readonly string[]]>([
    ['as a step fails', progressed, ['    its log ends with:', '    first', '    second']],
    [
      'as a finding',
      () => findingLines([finding]).join('\n'),
      [
        '  ✗ x its log ends with:',
        ...['first', 'second', 'its log ends with:', 'first', 'second', 'do this', 'then that'].map(
          (line) => `      ${line}`,
        ),
      ],
    ],
    [
      'as what is left',
      () => leftLines(view, true).join('\n'),
      ['           its log ends with:', '           first', '           second'],
    ],
    [
      'as the end of a run',
      () => runEnding(view, plain),
      ['  Why: its log ends with:', '       first', '       second', '  Next: do this', '        then that'],
    ],
    [
      'as an error',
      described,
      ['✗ its log ends with:', '  first', '  second', '  Next:  do this', '         then that'],
    ],
  ])('%s', async (_how, text, lines) => {
    expect(await text()).toContain(lines.join('\n'));
  });

  it('moves no cursor, whatever a program said, and keeps its tabs', () => {
    expect(under('Why: ', 'a\tb\r\n\u001b[2Jc\rd')).toBe('Why: a\tb\n     \\u001b[2Jc\\u000dd');
  });
});
