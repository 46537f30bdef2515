import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { receiptFor } from '../../src/app/records/receipts.ts';
import type { RehearseOptions } from '../../src/app/rehearsal/rehearse-options.ts';
import { rehearsedFirst } from '../../src/app/rehearsal/rehearsed-first.ts';
import type { Plan } from '../../src/core/plan/plan.ts';
import { openDatabase } from '../../src/io/database/database.ts';
import { rehearseSmall } from './rehearse-small.ts';
import { openSmallCluster, type SmallCluster } from './small-cluster.ts';
import { whenBegins } from './when-begins.ts';
import { withoutAcceptance } from './without-acceptance.ts';

/** Rehearsals that go well and that do not, on a small cluster: whatever happens, nothing of it is touched or left. */
let small: SmallCluster;
let before: Awaited<ReturnType<SmallCluster['contents']>>;
let good: Plan;

const room = { database: 1e6, free: 1e12 };
const harmless = { id: 'second', body: '    op.execute("UPDATE things SET name = upper(name)")' };

beforeAll(async () => {
  small = await openSmallCluster();
  before = await small.contents();
  good = await small.plan([harmless]);
});

beforeEach(async () => {
  await expectUntouched();
});

afterAll(async () => {
  await small?.close();
});

async function expectUntouched(): Promise<void> {
  expect(await small.contents()).toEqual(before);
  expect(await small.leftovers()).toEqual({ folders: [], processes: [] });
}

const rehearse = (plan: Plan, more: Partial<RehearseOptions> = {}, space = room) =>
  rehearseSmall(small, plan, more, space);

async function endServer(name: 'postgres' | 'etcd'): Promise<void> {
  const folder = (await small.leftovers()).folders.find((name) => !name.endsWith('.json')) ?? '';
  const text = await readFile(join(small.folder, 'baiup/rehearsals', folder, name, 'pid.json'), 'utf8');
  process.kill((JSON.parse(text) as { pid: number }).pid, 'SIGKILL');
}

describe('what names a role of the cluster', () => {
  const made = `CREATE ROLE small_reporter LOGIN; CREATE POLICY small_rows ON things FOR SELECT TO small_reporter USING (true);
    CREATE FOREIGN DATA WRAPPER small_far; CREATE SERVER small_there FOREIGN DATA WRAPPER small_far;
    CREATE USER MAPPING FOR small_reporter SERVER small_there OPTIONS (password 'mapping-secret')`;
  const gone =
    'DROP POLICY small_rows ON things; DROP FOREIGN DATA WRAPPER small_far CASCADE; DROP ROLE small_reporter';

  it('is copied: the copy has the roles of the cluster', async () => {
    await small.sql(made);
    try {
      expect((await rehearse(good)).receipt).toMatchObject({ ok: true });
    } finally {
      await small.sql(gone);
    }
  });
});

it('says what the plan does, and that it does nothing a second time', async () => {
  const { receipt, file } = await rehearse(good);
  await expectUntouched();
  expect(receipt).toMatchObject({ ok: true, repeats: true, questions: [], etcdChanged: [] });
  expect(receipt.hops).toMatchObject([
    {
      revisions: [{ id: 'second', rows: { inserted: 0, updated: 1000, deleted: 0 }, commits: false }],
      differences: [],
      alembicVersion: ['second'],
      ok: true,
    },
  ]);
  const { database } = receipt.hops[0] ?? {};
  expect(database?.peak).toBeGreaterThanOrEqual(database?.after ?? Number.POSITIVE_INFINITY);
  expect(receipt.restore).toBeGreaterThan(0);
  expect(JSON.parse(await readFile(file, 'utf8'))).toEqual(receipt);
});

describe('says no, and why', () => {
  it.each<[string, string, string, string]>([
    [
      'a revision that fails after it has committed a part by itself',
      `    with op.get_context().autocommit_block():
        op.execute("UPDATE things SET name = 'x'")
    op.execute("SELECT no_such_column FROM things")`,
      'migrator.revision-failed',
      'no_such_column',
    ],
    ['a revision that asks', '    input("Delete all things? ")', 'migrator.question', '"Delete all things?"'],
    [
      'a revision that hangs',
      '    op.execute("SELECT pg_sleep(60)")',
      'migrator.deadline',
      'its statement has run for 2 s, waiting for Timeout/PgSleep: SELECT pg_sleep(60)',
    ],
    [
      'rows that a revision loses',
      `    op.execute("DELETE FROM things WHERE name = 'thing 7'")`,
      'prove.census',
      'row 7 of table things is gone',
    ],
    [
      'cells that a revision changes without a reason that is known',
      `    op.execute("UPDATE things SET name = 'x' WHERE id = 7")`,
      'prove.census',
      'name of row 7 of table things has changed',
    ],
  ])('%s', async (_what, body, code, says) => {
    const plan = withoutAcceptance(await small.plan([{ id: 'second', body }]));
    const { receipt } = await rehearse(plan, { revisionLimitMs: 2_000 });
    expect(receipt).toMatchObject({ ok: false, repeats: false, restore: 0 });
    expect(receipt.failure).toMatchObject({ code, message: expect.stringContaining(says) });
    expect(receipt.hops).toMatchObject([{ ok: false }]);
    await expectUntouched();
  });

  it('a database unlike a fresh install: every difference, ours apart from the rest', async () => {
    const plan = await small.plan([
      {
        id: 'second',
        body: `    op.execute("ALTER TABLE things DROP COLUMN name, ADD COLUMN left_behind int")`,
      },
    ]);
    const { receipt } = await rehearse(plan);
    expect(receipt).toMatchObject({
      ok: false,
      failure: { code: 'prove.drift', message: expect.stringContaining('things.name: column-missing') },
      hops: [{ ok: false }],
    });
    const [{ differences = [] } = {}] = receipt.hops;
    expect(differences).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ whose: 'ours', kind: 'column-missing', object: 'things.name' }),
        expect.objectContaining({ whose: 'ours', kind: 'column-extra', object: 'things.left_behind' }),
      ]),
    );
  });
});

describe('cannot be done, and says so, where', () => {
  const refused = async (rehearsal: Promise<unknown>, code: string, says: string): Promise<void> => {
    await expect(rehearsal).rejects.toMatchObject({
      code,
      message: expect.stringContaining(says),
      left: expect.stringContaining('nothing was changed'),
    });
    await expectUntouched();
  };

  it('there is not enough disk', () =>
    refused(
      rehearse(good, {}, { database: 1e9, free: 2e9 }),
      'rehearsal.no-room',
      '4.5 GB; 2.0 GB are free',
    ));

  it('the dump is cut short', async () => {
    const other = await openDatabase(small.address);
    const holdUpAndEnd = async (): Promise<void> => {
      await other.query('BEGIN; LOCK TABLE things');
      for (let left = 600; left > 0; left -= 1) {
        const ended = await small.sql(
          `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
           WHERE query LIKE 'LOCK TABLE%things%' AND wait_event_type = 'Lock' AND datname = 'small'`,
        );
        if (ended.length > 0) return;
      }
    };
    const rehearsal = rehearse(good, { onEvent: whenBegins("Dump the cluster's database", holdUpAndEnd) });
    await rehearsal.catch(() => undefined);
    await other.close();
    await refused(rehearsal, 'database.dump-failed', 'terminating connection');
  });

  it.each(['postgres', 'etcd'] as const)('its own %s dies while a revision runs', async (name) => {
    const plan = await small.plan([{ id: 'second', body: '    time.sleep(2)\n    op.execute("SELECT 1")' }]);
    const rehearsal = rehearse(plan, { onEvent: whenBegins('migrate', () => endServer(name)) });
    await refused(rehearsal, 'rehearsal.server-died', 'ended in the middle');
  });

  it('its own PostgreSQL dies while the copies are loaded', () =>
    refused(
      rehearse(good, { onEvent: whenBegins('Load the copies', () => endServer('postgres')) }),
      'rehearsal.server-died',
      'PostgreSQL ended in the middle',
    ));
});

/** While a program of the target works on the copies; in all phases: slow. */
it('ends at Ctrl-C while it migrates, with its reason', async () => {
  const cut = new AbortController();
  const onEvent = whenBegins('migrate', () => cut.abort());
  await expect(rehearse(good, { signal: cut.signal, onEvent })).rejects.toMatchObject({
    name: 'AbortError',
  });
  await expectUntouched();
});

describe('a receipt counts', () => {
  const why = async (plan: Plan, now = new Date()): Promise<string> => {
    const judged = await receiptFor(small.cluster, plan, now);
    return judged.kind === 'fresh' ? 'fresh' : judged.why;
  };
  let plan: Plan;
  beforeAll(async () => {
    plan = await small.plan([{ ...harmless, id: 'other' }]);
    await rehearse(plan);
  });

  it('for this plan, and for a week', async () => {
    expect(await why(plan)).toBe('fresh');
    expect(await why(plan, new Date(Date.now() + 8 * 86_400_000))).toContain('that is 8 days ago');
  });

  it('for no plan that was edited', async () => {
    const [hop] = plan.hops;
    const phases = hop?.phases.map((phase) => ({ ...phase, steps: phase.steps.slice(1) }));
    const edited = { ...plan, hops: [{ ...hop, phases }] } as Plan;
    expect(await why(edited)).toMatch(/the rehearsal of .* was of another plan/);
  });

  it('for no cluster that has changed', async () => {
    await small.sql('ALTER TABLE things ADD COLUMN size int');
    expect(await why(plan)).toContain("the database's tables changed");
    await small.sql('ALTER TABLE things DROP COLUMN size');
    expect(await why(plan)).toBe('fresh');
    await small.cluster.store.put('config/docker/registry/other.example', 'https://other.example');
    expect(await why(plan)).toContain('the container registries in etcd changed');
    await small.cluster.store.delete('config/docker/registry/other.example');
    expect(await why(plan)).toBe('fresh');
  });
});

it('is done first where no receipt counts, and refuses where it says no', async () => {
  const bad = await small.plan([{ id: 'bad', body: '    raise RuntimeError("on purpose")' }]);
  const needed: string[] = [];
  const first = () =>
    rehearsedFirst(small.cluster, bad, { space: room }, 'plan.json', {
      signal: new AbortController().signal,
      onEvent: () => undefined,
      revisionLimitMs: 60_000,
      isNice: false,
      onNeeded: (reason) => void needed.push(reason),
      onReceipt: () => needed.push('said yes'),
    });
  const no = { code: 'plan.rehearsal-failed', exit: 2, message: expect.stringContaining('on purpose') };
  await expect(first()).rejects.toMatchObject(no);
  expect(needed).toHaveLength(1);
  await expect(first()).rejects.toMatchObject(no);
  expect(needed).toHaveLength(1);
  await expectUntouched();
});
