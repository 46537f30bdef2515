import { expect, it } from 'vitest';
import type { LeftUndone } from '../../../core/run/event.ts';
import type { RunView } from '../../../core/run/view.ts';
import { leftEnding, leftLines } from './left.ts';
import { simulatedView } from './simulated-view.ts';

const at = (step: string, says: string, more: Partial<LeftUndone> = {}): LeftUndone => ({
  step,
  hop: 0,
  title: step,
  says,
  ...more,
});
const away = { code: 'host.unreachable', message: 'h2 does not answer' };
const a2 = [
  at('1.switch.a2', 'agent a2 is still switched to agent-24.09.4', { member: 'a2' }),
  at('1.start.a2', 'agent a2 may still run 24.09.4', { member: 'a2', failure: away }),
];
const data = at('1.migrate.schema', 'the database or etcd is not restored');

const view = (left: readonly LeftUndone[], more: Partial<RunView> = {}): RunView =>
  simulatedView({
    state: 'broken',
    hops: [{ from: '24.03.11', to: '24.09.4', kind: 'major', state: 'undone' }],
    goingBack: 'rollback',
    left,
    ...more,
  });

it('says who is not back, why, and what to type', () => {
  expect(leftEnding(view(a2))).toBe('Back at 24.03.11, except a2.');
  expect(leftLines(view(a2), false)).toEqual([
    '  a2       agent a2 is still switched to agent-24.09.4; agent a2 may still run 24.09.4',
    '           h2 does not answer',
    '  What was captured is kept with the run.',
    '  Next, once the cause is fixed: baiup rollback r-1   (does only what is left)',
  ]);
});

it('does not call a cluster back whose data is not restored', () => {
  expect(leftEnding(view([...a2, data]))).toBe('Not back: lab does not serve 24.03.11 yet.');
  expect(leftLines(view([data]), false)[0]).toBe('  data     the database or etcd is not restored');
});

it('tells of both ends after a hop of several', () => {
  const [first] = view(a2).hops;
  if (!first) throw new Error('a hop');
  const second = { ...first, from: '24.09.4', to: '24.09.5' };
  const several = view(a2, { goingBack: 'failure', hops: [{ ...first, state: 'done' }, second] });
  expect(leftEnding(several)).toBe('Back at 24.09.4, except a2.');
  expect(leftLines(several, false).at(-1)).toContain('baiup resume r-1');
});

it('tells of few of many, unless all are asked for', () => {
  const many = Array.from({ length: 30 }, (_each, index) => at(`s${index}`, 'x', { member: `a${index}` }));
  expect(leftEnding(view(many))).toContain('a9 and 20 more');
  expect(leftLines(view(many), false)).toContain('  and 10 more: baiup show r-1');
  expect(leftLines(view(many), true)).toHaveLength(32);
  expect(leftLines(view(many, { state: 'undoing' }), true)).toEqual([]);
});
