import { expect, it } from 'vitest';
import type { PlacedStep } from '../../core/plan/walk.ts';
import { steps } from '../steps/index.ts';
import { SimulatedCluster } from './simulated-cluster.ts';
import { simulatedClusterContext } from './simulated-cluster-context.ts';
import { SimulatedProcess } from './simulated-process.ts';
import { stillDone } from './still-done.ts';

/** A manager that is stopped while the database moves, and started again from the environment that it had. */
const service = {
  member: 'm1',
  component: 'manager',
  version: '24.03.11',
  signal: 'SIGINT',
  stopTimeoutMs: 1,
  startTimeoutMs: 1,
};
const placed = (id: string, kind: string, params: object, needs: string[]): PlacedStep => ({
  step: { id, kind, title: id, params: { ...params }, needs, hosts: [], estimate: 1 },
  phase: { name: 'all', title: 'all', side: 'stopped', steps: [] },
  hop: 0,
});
const plan = [
  placed('stop', 'service.stop', service, []),
  placed('capture', 'database.capture', { hop: 1 }, ['stop']),
  placed('start', 'service.start', service, ['stop', 'capture']),
];

const other = { ...service, member: 'a1', component: 'agent' };
const warm = { hop: 1, member: 'm1', legs: [{ environment: '/e', run: ['b'], from: ['a'], head: 'b' }] };
const more = [
  placed('warm', 'migrator.warm', warm, []),
  placed('stop', 'service.stop', service, []),
  placed('stop a1', 'service.stop', other, []),
  placed('capture', 'database.capture', { hop: 1 }, ['stop', 'stop a1']),
  placed('migrate', 'schema.migrate', warm, ['warm', 'capture']),
  placed('start a1', 'service.start', other, ['stop a1', 'migrate']),
  placed('start', 'service.start', service, ['stop', 'migrate']),
];
const done = ['warm', 'stop', 'stop a1', 'capture'];

it.each<[string, readonly string[], readonly string[], readonly string[], readonly string[]]>([
  // Whatever runs again is stopped again, and what was captured of it since is captured again.
  ['all services run again', ['m1', 'a1'], done, done, []],
  ['no service runs again', [], done, done, ['stop', 'stop a1', 'capture']],
  ['one of two runs again', ['m1'], done, done, ['stop a1']],
  ['data was changed since', ['m1', 'a1'], done, [...done, 'migrate'], ['capture']],
  ['data was changed and no service runs', [], done, [...done, 'migrate'], ['stop', 'stop a1', 'capture']],
  [
    'the run started one itself',
    ['m1', 'a1'],
    [...done, 'migrate'],
    [...done, 'migrate', 'start a1'],
    ['warm', 'stop a1', 'capture', 'migrate'],
  ],
])('of what is finished this is kept where %s', async (_what, running, finished, touched, expected) => {
  const cluster = new SimulatedCluster('24.03.11', 1);
  for (const id of ['m1', 'a1']) if (!running.includes(id)) cluster.stop(id);
  const context = simulatedClusterContext(cluster, new SimulatedProcess(Infinity, 1), '/nowhere');
  const position = {
    done: new Set(finished),
    touched: new Set(touched),
    postponed: new Map<string, string>(),
  };
  expect([...(await stillDone(more, position, { steps, context }))]).toEqual(expected);
});

it.each<[string, readonly string[], readonly string[]]>([
  ['by its host is stopped again, and what it writes to is captured again', ['stop', 'capture'], []],
  ['by the run itself is left alone', ['stop', 'capture', 'start'], ['stop', 'capture']],
])('a service that was started %s', async (_what, touched, expected) => {
  const context = simulatedClusterContext(
    new SimulatedCluster('24.03.11', 1),
    new SimulatedProcess(Infinity, 1),
    '/nowhere',
  );
  const position = {
    done: new Set(['stop', 'capture']),
    touched: new Set(touched),
    postponed: new Map<string, string>(),
  };
  expect([...(await stillDone(plan, position, { steps, context }))]).toEqual(expected);
});

const isolated = (wave?: number): PlacedStep[] =>
  [placed('stop a1', 'service.stop', other, []), placed('start a1', 'service.start', other, ['stop a1'])].map(
    (each) => (wave === undefined ? each : { ...each, phase: { ...each.phase, wave } }),
  );

it.each<[string, number | undefined, readonly string[], readonly string[] | 'fails']>([
  ['in no wave is waited for, and nothing is begun', undefined, [], 'fails'],
  ['in a wave is stopped once more', 0, [], []],
  ['in a wave and postponed is not asked for', 0, ['a1'], ['stop a1']],
])('a stopped agent whose host is away %s', async (_what, wave, postponed, expected) => {
  const cluster = new SimulatedCluster('24.03.11', 1);
  cluster.away.add('h-a1');
  const context = simulatedClusterContext(cluster, new SimulatedProcess(Infinity, 1), '/nowhere');
  const position = {
    done: new Set(['stop a1']),
    touched: new Set(['stop a1']),
    postponed: new Map(postponed.map((member) => [member, 'member.postponed'])),
  };
  const kept = stillDone(isolated(wave), position, { steps, context });
  if (expected === 'fails') await expect(kept).rejects.toMatchObject({ code: 'host.unreachable' });
  else expect([...(await kept)]).toEqual(expected);
});
