import { describe, expect, it } from 'vitest';
import type { Member } from '../../core/cluster/inventory.ts';
import { BaiupError } from '../../lib/errors.ts';
import type { AnyStep } from '../steps/step.ts';
import { noTroubleYet } from './trouble.ts';
import type { StepBack } from './way-back.ts';

const own = { host: 'db1', port: 5432, name: 'proxy' };
const member = (id: string, component: string, database?: object) =>
  ({ id, component, host: 'h', ...(database ? { database } : {}) }) as unknown as Member;
const components = [
  member('m1', 'manager'),
  member('a1', 'agent'),
  member('c1', 'app-proxy-coordinator', own),
  member('k1', 'app-proxy-worker', { ...own }),
  member('k2', 'app-proxy-worker', { ...own, name: 'other' }),
  member('k3', 'app-proxy-worker', { ...own, port: 5433 }),
  member('k4', 'app-proxy-worker', { ...own, host: 'db2' }),
];

type Service = 'stopping' | 'starting' | undefined;
const back = (id: string, of: { member?: string; data?: string }, service?: Service): StepBack => ({
  placed: { step: { id } } as unknown as StepBack['placed'],
  step: { ...(service ? { service } : {}) } as AnyStep,
  params: {},
  member: of.member,
  data: of.data,
  overwritten: false,
});
const stop = (of: string) => back(`stop.${of}`, { member: of }, 'stopping');
const start = (of: string) => back(`start.${of}`, { member: of }, 'starting');
const files = (of: string) => back(`files.${of}`, { member: of });
const data = (of: string) => back(`data.${of}`, { data: of });
const other = back('other', {});

const all = [
  ...['m1', 'a1', 'c1', 'k1', 'k2', 'k3', 'k4'].flatMap((id) => [stop(id), start(id), files(id)]),
  ...['cluster', 'c1'].map(data),
  other,
];

/** The steps that wait for another attempt after these have failed. */
type Met = Parameters<ReturnType<typeof noTroubleYet>['met']>;

function held(...met: readonly Met[]) {
  const trouble = noTroubleYet({ components });
  for (const each of met) trouble.met(...each);
  return all.filter(trouble.holds).map(({ placed }) => placed.step.id);
}
const error = new Error('no');

describe('what waits for another attempt', () => {
  it.each<[string, Met[], string[]]>([
    ['nothing without any failure', [], []],
    ['nothing where a step of nobody fails', [[other, error]], []],
    // It may run on: nothing of it is undone, and what it writes to is not restored.
    [
      'a manager that cannot be stopped',
      [[start('m1'), error]],
      ['stop.m1', 'start.m1', 'files.m1', 'data.cluster'],
    ],
    ['an agent that cannot be stopped', [[start('a1'), error]], ['stop.a1', 'start.a1', 'files.a1']],
    [
      'a coordinator that cannot be stopped',
      [[start('c1'), error]],
      ['stop.c1', 'start.c1', 'files.c1', 'data.c1'],
    ],
    [
      'a worker of its database that cannot be stopped',
      [[start('k1'), error]],
      ['stop.k1', 'start.k1', 'files.k1', 'data.c1'],
    ],
    ['a worker of another database', [[start('k2'), error]], ['stop.k2', 'start.k2', 'files.k2']],
    ['a worker of another port', [[start('k3'), error]], ['stop.k3', 'start.k3', 'files.k3']],
    ['a worker of another server', [[start('k4'), error]], ['stop.k4', 'start.k4', 'files.k4']],
    // It is stopped: only its old release is not started.
    ['files that cannot be put back', [[files('a1'), error]], ['stop.a1']],
    ['a stop that cannot be undone', [[stop('m1'), error]], ['stop.m1']],
    [
      'a stop whose service may run',
      [[stop('m1'), error, true]],
      ['stop.m1', 'start.m1', 'files.m1', 'data.cluster'],
    ],
    ['what was held itself', [[files('a1')]], ['stop.a1']],
    [
      "the cluster's data",
      [[data('cluster'), error]],
      ['stop.m1', 'stop.a1', 'stop.c1', 'stop.k1', 'stop.k2', 'stop.k3', 'stop.k4'],
    ],
    ["a coordinator's data", [[data('c1'), error]], ['stop.c1', 'stop.k1']],
  ])('%s', (_what, met, expected) => {
    expect(held(...met)).toEqual(expected);
  });
});

it('says why of what failed, not of what was held', () => {
  const trouble = noTroubleYet({ components });
  trouble.met(files('a1'), new BaiupError('x.y', 'no room', { hint: 'make room' }));
  trouble.met(stop('a1'));
  trouble.met(stop('m1'), error);
  expect([...trouble.failures]).toEqual([
    ['files.a1', { code: 'x.y', message: 'no room', hint: 'make room' }],
    ['stop.m1', { code: 'bug', message: 'no' }],
  ]);
});
