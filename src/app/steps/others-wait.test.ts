import { expect, it } from 'vitest';
import type { DatabaseSession } from '../../core/cluster/database-session.ts';
import type { Inventory } from '../../core/cluster/inventory.ts';
import { simulatedVisitor } from '../../core/cluster/simulated-visitor.ts';
import type { OthersPolicy } from '../../core/plan/others.ts';
import { othersWait } from './others-wait.ts';
import { simulatedContext } from './simulated-context.ts';
import { simulatedState } from './simulated-state.ts';

const idle: DatabaseSession = { ...simulatedVisitor, pid: 1, program: 'exporter' };
const short: DatabaseSession = { ...idle, pid: 2, transaction: 1, locks: ['AccessShareLock on kernels'] };
const long: DatabaseSession = { ...short, pid: 3, program: 'report', transaction: 9 };

function among(...visitors: DatabaseSession[]) {
  const state = simulatedState({ visitors });
  const context = simulatedContext('/nowhere', { components: [] } as unknown as Inventory, state);
  const wait = (policy: OthersPolicy, seconds = 0.01) =>
    othersWait.apply(othersWait.params.parse({ hop: 1, policy, seconds }), context, 'todo');
  return { state, context, wait };
}

it.each<[string, OthersPolicy, readonly DatabaseSession[]]>([
  ['are idle or soon done', 'wait', [idle, short]],
  ['cannot be told from members', 'wait', [{ ...long, hidden: true }]],
  ['are not there', 'refuse', []],
])('nobody is waited for before the stop where others %s', async (_what, policy, visitors) => {
  const { state, wait } = among(...visitors);
  expect(await wait(policy)).toEqual({});
  expect(state.visitors).toEqual(visitors);
});

it.each<[string, OthersPolicy, readonly DatabaseSession[], RegExp]>([
  ['works on', 'wait', [idle, long], /: process 3 \(report of ana, .*\) with AccessShareLock on kernels$/],
  ['is there', 'refuse', [idle], /: process 1 \(exporter/],
])('a hop is given up before anything stops where somebody %s', async (_what, policy, visitors, says) => {
  const { state, wait } = among(...visitors);
  await expect(wait(policy)).rejects.toMatchObject({
    code: 'others.stay',
    message: expect.stringMatching(says),
    left: 'nothing was stopped, and nothing was changed',
    hint: expect.stringContaining('pg_terminate_backend'),
  });
  expect(state.visitors).toEqual(visitors);
});

it('those whose sessions are ended inside the stop are named, and not ended yet', async () => {
  const { state, wait } = among(long);
  expect(await wait('end')).toEqual({ stayed: [expect.stringContaining('process 3 (report')] });
  expect(state.visitors).toEqual([long]);
});

it('a transaction that ends is waited for', async () => {
  const { state, context, wait } = among(long);
  const { others } = context.database;
  let looks = 0;
  context.database.others = async () => {
    looks += 1;
    if (looks === 2) state.visitors = [idle];
    return others();
  };
  expect(await wait('wait', 30)).toEqual({});
  expect(looks).toBe(2);
});

it('sessions of members are nobody’s', async () => {
  const { context, wait } = among({ ...long, port: 40_001 }, { ...long, pid: 4, port: 40_002 });
  const member = { id: 'm1', component: 'manager', host: 'here' };
  const host = {
    processes: async () => [],
    ask: async ({ argv }: { argv: readonly string[] }) => ({
      exitCode: 0,
      stdout:
        argv[0] === 'find'
          ? 'socket:[501]\n'
          : `  sl\n   0: 0100007F:9C41 0100007F:1538 01 00000000:00000000 00:00000000 00000000 0 0 501 1`,
    }),
  };
  const given = {
    ...context,
    inventory: { components: [member] },
    host: () => host,
    service: () => ({ state: async () => ({ pid: 10, environment: '' }) }),
  } as unknown as typeof context;
  const params = { hop: 1, policy: 'wait' as const, seconds: 0.01 };
  await expect(othersWait.apply(params, given, 'todo')).rejects.toMatchObject({
    message: expect.stringMatching(/^(?!.*process 3 ).*process 4 /),
  });
  expect(await wait('end')).toMatchObject({ stayed: { length: 2 } });
});
