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

it.each<[string, readonly string[], readonly string[]]>([
  ['by its host is stopped again, and what it writes to is captured again', ['stop', 'capture'], []],
  ['by the run itself is left alone', ['stop', 'capture', 'start'], ['stop', 'capture']],
])('a service that was started %s', async (_what, touched, expected) => {
  const context = simulatedClusterContext(
    new SimulatedCluster('24.03.11', 1),
    new SimulatedProcess(Infinity, 1),
    '/nowhere',
  );
  const position = { done: new Set(['stop', 'capture']), touched: new Set(touched) };
  expect([...(await stillDone(plan, position, { steps, context }))]).toEqual(expected);
});
