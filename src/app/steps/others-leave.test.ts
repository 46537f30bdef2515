import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { DatabaseSession } from '../../core/cluster/database-session.ts';
import type { Inventory } from '../../core/cluster/inventory.ts';
import { othersLeave } from './others-leave.ts';
import { simulatedContext } from './simulated-context.ts';
import { simulatedState } from './simulated-state.ts';

const session = (pid: number, more: Partial<DatabaseSession> = {}): DatabaseSession => ({
  pid,
  program: 'psql',
  user: 'ana',
  address: '10.0.0.3',
  port: 40_000 + pid,
  since: '2026-11-27T12:00:00Z',
  transaction: null,
  locks: [],
  ...more,
});
const idle = session(1, { program: 'exporter' });
const atWork = session(2, { transaction: 9, locks: ['AccessShareLock on kernels'] });
const named =
  'process 2 (psql of ana, from 10.0.0.3, since 2026-11-27T12:00:00Z) with AccessShareLock on kernels';

let runFolder: string;
beforeEach(async () => {
  runFolder = await mkdtemp(join(tmpdir(), 'baiup-others-'));
});
afterEach(() => rm(runFolder, { recursive: true, force: true }));

function among(...visitors: DatabaseSession[]) {
  const state = simulatedState({ visitors });
  const context = simulatedContext(runFolder, { components: [] } as unknown as Inventory, state);
  const leave = (given: object) =>
    othersLeave.apply(
      othersLeave.params.parse({ hop: 1, policy: 'wait', seconds: 0.01, ...given }),
      context,
      'todo',
    );
  return { state, context, leave };
}

describe('other programs at a database that is migrated', () => {
  it('stay where they are in no transaction, and are told', async () => {
    const { state, leave } = among(idle);
    expect(await leave({})).toEqual({ stayed: [expect.stringContaining('process 1 (exporter of ana')] });
    expect(state.visitors).toEqual([idle]);
  });

  it.each([
    ['in a transaction that does not end', { policy: 'wait' }, [idle, atWork], named],
    ['there, where nobody may be', { policy: 'refuse' }, [idle], 'process 1 (exporter'],
    ['there with a lock, whatever our role may see', {}, [{ ...atWork, transaction: null }], 'process 2'],
  ])('give a hop up that are %s', async (_what, given, visitors, says) => {
    const { state, leave } = among(...visitors);
    await expect(leave(given)).rejects.toMatchObject({
      code: 'others.stay',
      message: expect.stringContaining(says),
      hint: expect.stringMatching(/SELECT pg_terminate_backend\(\d\);.*--others-for, or .*--others end/),
      left: 'nothing was changed in the database',
    });
    expect(state.visitors).toEqual(visitors);
  });

  it('are waited for', async () => {
    const { state, context, leave } = among(atWork);
    let looks = 0;
    const { others } = context.database;
    context.database.others = async () => {
      looks += 1;
      if (looks === 3) state.visitors = [];
      return others();
    };
    expect(await leave({ seconds: 20 })).toEqual({});
    expect(looks).toBeGreaterThan(2);
  });

  it('are ended by policy, written down before, and named in the journal though baiup was killed between', async () => {
    const { state, context, leave } = among(idle, atWork);
    const { endOthers } = context.database;
    let written = '';
    context.database.endOthers = async (sessions) => {
      written = await readFile(join(runFolder, 'hop-1.others-ended.json'), 'utf8');
      await endOthers(sessions);
      throw new Error('killed');
    };
    await expect(leave({ policy: 'end' })).rejects.toThrow('killed');
    expect(JSON.parse(written)).toEqual([
      expect.stringContaining('process 1'),
      named.replace(/ with .*/, ''),
    ]);
    expect(state.visitors).toEqual([]);
    expect(await leave({ policy: 'end' })).toEqual({ ended: JSON.parse(written) });
  });

  it('are ended where the database gets another name, but not out of a transaction unless the policy says so', async () => {
    const alone = among(idle);
    expect(await alone.leave({ aside: true })).toEqual({ ended: [expect.stringContaining('process 1')] });
    expect(alone.state.visitors).toEqual([]);
    const { state, leave } = among(idle, atWork);
    await expect(leave({ aside: true })).rejects.toMatchObject({ code: 'others.stay' });
    expect(state.visitors).toEqual([idle, atWork]);
  });

  it('are ended again where they come back, and give the hop up where they work on', async () => {
    const { state, context, leave } = among(atWork);
    const { endOthers } = context.database;
    let pid = 10;
    context.database.endOthers = async (sessions) => {
      const refused = await endOthers(sessions);
      pid += 1;
      state.visitors = [{ ...atWork, pid }];
      return refused;
    };
    await expect(leave({ policy: 'end' })).rejects.toMatchObject({
      code: 'others.stay',
      message: expect.stringMatching(/come back .*process 13 /),
    });
    context.database.endOthers = async (sessions) => {
      const refused = await endOthers(sessions);
      pid += 1;
      state.visitors = [{ ...idle, pid }];
      return refused;
    };
    expect(await leave({ policy: 'end' })).toMatchObject({ stayed: [expect.stringContaining('exporter')] });
  });

  it.each([
    ['the role may not end', { ...atWork, unendable: true }, 'others.unendable', 'GRANT pg_signal_backend'],
    ['is a prepared transaction', { ...atWork, pid: 0 }, 'others.stay', "ROLLBACK PREPARED 'psql';"],
  ])('give the hop up where one %s', async (_what, visitor, code, hint) => {
    const { leave } = among(visitor);
    await expect(leave({ policy: 'end' })).rejects.toMatchObject({
      code,
      hint: expect.stringContaining(hint),
      left: 'nothing was changed in the database',
    });
  });

  it('are not known where the database does not answer', async () => {
    const { context, leave } = among();
    context.database.others = async () => {
      throw new Error('no route');
    };
    await expect(leave({})).rejects.toThrow(
      /gave up .* waiting for other programs to leave the database: no route/,
    );
  });
});
