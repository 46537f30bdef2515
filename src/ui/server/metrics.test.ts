import { describe, expect, it } from 'vitest';
import type { Plan } from '../../core/plan/plan.ts';
import { hostsByState, phasesNow } from '../../core/run/hosts-by-state.ts';
import type { StepView } from '../../core/run/view.ts';
import { metricsText } from './metrics.ts';
import { simulatedServer } from './simulated-server.ts';
import type { RunDocument } from './wire.ts';

const step = (id: string, ...hosts: string[]) => ({ id, hosts });
const plan = {
  hops: [
    {
      phases: [
        { title: 'Stop', steps: [step('1.stop.a', 'h1'), step('1.stop.b', 'h2')] },
        {
          title: 'Start',
          steps: [step('1.start.a', 'h1'), step('1.start.b', 'h2'), step('1.start.c', 'h3')],
        },
      ],
    },
  ],
} as unknown as Plan;
const shown = (states: Readonly<Record<string, StepView['state']>>) => ({
  steps: Object.entries(states).map(([id, state]): StepView => ({ step: id, hop: 0, title: id, state })),
});

describe('hosts', () => {
  it.each<[Record<string, StepView['state']>, string[]]>([
    [{}, ['waiting', 'waiting', 'waiting']],
    [{ '1.stop.a': 'running' }, ['working', 'waiting', 'waiting']],
    [{ '1.stop.a': 'done', '1.start.a': 'done', '1.stop.b': 'done' }, ['done', 'working', 'waiting']],
    [
      { '1.stop.a': 'failed', '1.stop.b': 'undone', '1.start.c': 'undo-failed' },
      ['failed', 'undone', 'failed'],
    ],
  ])('%j', (states, expected) => {
    expect([...hostsByState(plan, shown(states)).values()]).toEqual(expected);
  });

  it('tells the phases that go on, and the last one where none does', () => {
    expect(
      phasesNow(plan, shown({ '1.stop.a': 'done', '1.stop.b': 'running', '1.start.a': 'running' })),
    ).toEqual(['Stop', 'Start']);
    expect(phasesNow(plan, shown({ '1.stop.a': 'done', '1.start.a': 'done' }))).toEqual(['Start']);
    expect(phasesNow(plan, shown({}))).toEqual([]);
  });
});

it('tells Prometheus how far runs are, in its form', () => {
  const document = {
    ...{
      run: 'r-1',
      id: 'x',
      cluster: 'la"b\\',
      from: '1',
      to: '2',
      state: 'running',
      who: 'ana',
      driver: null,
    },
    ...{ started: '2026-01-01T00:00:00.000Z', ended: null, downtime: null },
  } satisfies RunDocument;
  const downtime = { predicted: 5, actual: 2, since: '2026-01-01T00:00:08.000Z' };
  const view = { ...shown({ '1.stop.a': 'running' }), downtime } as never;
  const text = metricsText([document], [{ document, view, plan }], 3, Date.UTC(2026, 0, 1, 0, 0, 10));
  const labels = 'run="r-1",cluster="la\\"b\\\\"';
  expect(text.split('\n')).toEqual(
    expect.arrayContaining([
      '# TYPE baiup_runs gauge',
      'baiup_runs{state="running"} 1',
      'baiup_runs{state="done"} 0',
      `baiup_run_state{${labels},state="running"} 1`,
      `baiup_run_phase{${labels},phase="Stop"} 1`,
      `baiup_run_seconds{${labels}} 10`,
      `baiup_run_downtime_seconds{${labels}} 4`,
      `baiup_run_downtime_predicted_seconds{${labels}} 5`,
      `baiup_run_hosts{${labels},state="waiting"} 2`,
      `baiup_run_hosts{${labels},state="working"} 1`,
      `baiup_run_steps{${labels},state="running"} 1`,
      'baiup_viewers 3',
    ]),
  );
  expect(text).not.toMatch(/ana|h1/);
});

it.each<[string, object, Record<string, string>, number]>([
  ['on this machine alone, to everybody', {}, {}, 200],
  [
    'where there are users, to nobody who is not in',
    { users: { check: async () => undefined, has: async () => true } },
    {},
    401,
  ],
  ['with a token', { metricsToken: 'a token of twenty' }, { authorization: 'Bearer a token of twenty' }, 200],
  [
    'with another token',
    { metricsToken: 'a token of twenty' },
    { authorization: 'Bearer a token of twentz' },
    401,
  ],
  ['without the token', { metricsToken: 'a token of twenty' }, {}, 401],
])('answers %s', async (_what, given, headers, status) => {
  const server = await simulatedServer(given);
  const answer = await server.ask('/metrics', { headers });
  await server.end();
  expect(answer.status).toBe(status);
  if (status === 200) expect(answer.text).toMatch(/^baiup_run_state\{run="r-1",.*state="running"\} 1$/m);
});
