import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { LiveSession } from '../../core/cluster/live-session.ts';
import type { Asked } from '../../core/run/asked.ts';
import type { Drain } from '../../core/workloads/drain.ts';
import type { RunRecord } from '../../io/journal/port.ts';
import { keptFile } from '../steps/kept-file.ts';
import { approve } from './approve-steps.ts';
import { inProcessEngine } from './in-process.ts';
import { simulatedDrain } from './simulated-drain.ts';
import { live } from './simulated-life.ts';

const { users, one, two, soon, intake, open, stopped, once } = simulatedDrain;
const to = '24.09.4';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'baiup-drain-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const served = { ...users, id: '3', name: 'three', kind: 'inference' };
const hour = 3600;
const shut = { status: 'frozen', schedulable: [], replicas: 2 };

const busyRun = (drain: Drain, sessions?: readonly LiveSession[]) =>
  simulatedDrain.run(folder, drain, sessions);

/** What the journal says that a step found. */
const resultOf = async (record: RunRecord, id: string): Promise<unknown> =>
  (await record.events()).flatMap((event) =>
    (event.kind === 'step.finished' || event.kind === 'step.undone') && event.step === id
      ? [event.result]
      : [],
  )[0];

describe('sessions that are left at the deadline', { timeout: 30_000 }, () => {
  it.each<[Drain['policy'], readonly string[]]>([
    ['end', []],
    ['force', []],
    ['give-up', ['1', '2']],
  ])('by policy %s the run goes on', async (policy, left) => {
    const { cluster, record, begin } = await busyRun({ policy, seconds: soon });
    expect(await begin()).toMatchObject({ state: 'done' });
    expect(cluster.database.sessions.map(({ id }) => id)).toEqual(left);
    expect(intake(cluster)).toEqual(open);
    const names = ['one of ana@example.com', 'two of ana@example.com'].map((name) =>
      expect.stringContaining(name),
    );
    expect(await resultOf(record, '1.drain.users')).toEqual({
      sessions: 2,
      ...(left.length > 0 ? { left: names } : { ended: names }),
    });
  });

  it('are named as ended also where baiup is killed while they end', async () => {
    const { cluster, record, begin } = await busyRun({ policy: 'end', seconds: soon });
    const folderOf = record.folder;
    await keptFile.write(
      join(folderOf, 'hop-1.drain-users-asked.json'),
      JSON.stringify([{ id: '9', text: 'nine of ben@example.com (batch, RUNNING)' }]),
    );
    expect(await begin()).toMatchObject({ state: 'done' });
    expect(await resultOf(record, '1.drain.users')).toMatchObject({
      ended: [
        'nine of ben@example.com (batch, RUNNING)',
        ...['one', 'two'].map((name) => expect.stringContaining(name)),
      ],
    });
    expect(cluster.database.sessions).toEqual([]);
  });

  it('by policy wait the run goes back before anything is stopped, and names them', async () => {
    const { cluster, record, begin } = await busyRun({ policy: 'wait', seconds: soon });
    const view = await begin();
    expect(view).toMatchObject({ state: 'failed', failure: { code: 'drain.deadline' } });
    expect(view).toMatchObject({
      failure: { message: expect.stringContaining('two of ana@example.com (batch, RUNNING on i-a1)') },
    });
    expect(await stopped(record)).toBe(false);
    expect(intake(cluster)).toEqual(open);
    expect(cluster.database.sessions).toEqual([one, two]);
  });

  it('by a policy of their kind the others are not ended either', async () => {
    const { cluster, begin } = await busyRun({ policy: 'end', kinds: { batch: 'wait' }, seconds: soon });
    const view = await begin();
    expect(view).toMatchObject({ failure: { message: expect.not.stringContaining('one of') } });
    expect(cluster.database.sessions).toEqual([one, two]);
    expect(intake(cluster)).toEqual(open);
  });

  it('by a policy of their label they are left, whatever their kind', async () => {
    const labelled = { ...one, label: 'nightly' };
    const drain: Drain = {
      ...{ policy: 'end', kinds: { interactive: 'force' }, seconds: soon },
      labels: { nightly: 'give-up' },
    };
    const { cluster, begin } = await busyRun(drain, [labelled, two]);
    expect(await begin()).toMatchObject({ state: 'done' });
    expect(cluster.database.sessions).toEqual([labelled]);
  });

  it('by policy ask the run stops, frozen, until its operator has decided', async () => {
    const { cluster, record, begin } = await busyRun({ policy: 'ask', seconds: soon });
    expect(await begin()).toMatchObject({ state: 'stopped' });
    expect(intake(cluster)).toEqual(shut);
    expect(cluster.database.sessions).toEqual([one, two]);
    await approve({ record, onEvent: () => undefined }, (_step, asked) => (asked ? 'approve' : undefined));
    expect(await begin()).toMatchObject({ state: 'done' });
    expect(cluster.database.sessions).toEqual([]);
    expect(intake(cluster)).toEqual(open);
  });

  it.each<[string, readonly LiveSession[]]>([
    ['nothing is left', []],
    ['only endpoints have sessions', [served]],
    ['only those are left that are given up', [{ ...one, label: 'nightly' }, two]],
  ])('by policy ask nobody is asked where %s', async (_what, sessions) => {
    const drain: Drain = {
      ...{ policy: 'ask', seconds: soon },
      ...{ kinds: { batch: 'give-up' }, labels: { nightly: 'give-up' } },
    };
    const { cluster, record, begin } = await busyRun(drain, sessions);
    const rest = () => {
      cluster.database.sessions = cluster.database.sessions.filter(({ kind }) => kind !== 'inference');
    };
    expect(await begin({ onEvent: once('1.drain.rest', rest) })).toMatchObject({ state: 'done' });
    expect((await record.events()).map(({ kind }) => kind)).not.toContain('approval.asked');
  });
});

describe('a drain', { timeout: 30_000 }, () => {
  it('begins the stop as soon as all have ended by themselves', async () => {
    const { cluster, begin } = await busyRun({ policy: 'wait', seconds: hour });
    const end = () => {
      cluster.database.sessions = [];
    };
    expect(await begin({ onEvent: once('1.drain.users', () => setTimeout(end, 50)) })).toMatchObject({
      state: 'done',
    });
    expect(intake(cluster)).toEqual(open);
  });

  it('leaves sessions of endpoints to the managers, which end them once they should have none', async () => {
    const { cluster, begin } = await busyRun({ policy: 'wait', seconds: soon }, [served]);
    let replicas: number | undefined;
    const view = await begin({
      onEvent: once('1.drain.rest', () => {
        replicas = cluster.database.replicas;
        cluster.database.sessions = [];
      }),
    });
    expect(view).toMatchObject({ state: 'done' });
    expect([replicas, cluster.database.replicas]).toEqual([0, 2]);
  });

  it('waits for what is on its way, whatever is given up: a manager that stops would leave it so', async () => {
    const moves = { ...served, status: 'PREPARING' };
    const { cluster, record, begin } = await busyRun({ policy: 'give-up', seconds: soon }, [one, moves]);
    const runs = async () => {
      expect(await stopped(record)).toBe(false);
      cluster.database.sessions = [one, served];
    };
    const view = await begin({ onEvent: once('1.drain.rest', () => setTimeout(runs, 300)) });
    expect(view).toMatchObject({ state: 'done' });
    expect(cluster.database.sessions).toEqual([one, served]);
    expect(await resultOf(record, '1.drain.rest')).toEqual({ sessions: 1 });
  });

  it.each(['pause', 'abort'] as const)('is not waited for to its end at %s', async (what) => {
    const { cluster, record, begin } = await busyRun({ policy: 'wait', seconds: hour });
    let asked: Asked | undefined;
    const view = await begin({
      asked: () => asked,
      onEvent: once('1.drain.users', () => {
        asked = { what, who: 'ana', why: 'lunch', at: '2026-01-01T00:00:00.000Z' };
      }),
    });
    expect(view).toMatchObject({ state: what === 'pause' ? 'stopped' : 'failed' });
    expect((await record.events()).map(({ kind }) => kind)).not.toContain('step.failed');
    expect(intake(cluster)).toEqual(what === 'pause' ? shut : open);
    expect(cluster.database.sessions).toEqual([one, two]);
    if (what === 'abort') return;
    cluster.database.sessions = [];
    expect(await begin()).toMatchObject({ state: 'done' });
    expect(intake(cluster)).toEqual(open);
  });

  it('goes back where the last manager dies', async () => {
    const { cluster, begin } = await busyRun({ policy: 'wait', seconds: hour });
    const view = await begin({ onEvent: once('1.drain.users', () => cluster.stop('m1')) });
    expect(view).toMatchObject({ state: 'failed', failure: { code: 'service.ended' } });
    expect(intake(cluster)).toEqual(open);
  });

  it.each(['done', 'failed'] as const)(
    'names sessions that waited and were cancelled meanwhile: %s',
    async (state) => {
      const waits = [one, two].map((each) => ({ ...each, status: 'PENDING' }));
      const policy = state === 'done' ? 'end' : 'wait';
      const busy = state === 'done' ? [] : [{ ...one, id: '4' }];
      const { cluster, record, begin } = await busyRun({ policy, seconds: soon }, [...waits, ...busy]);
      const cancel = () => {
        cluster.database.sessions = cluster.database.sessions.filter(({ id }) => id !== one.id);
      };
      expect(await begin({ onEvent: once('1.drain.users', cancel) })).toMatchObject({ state });
      const step = state === 'done' ? '1.return.workloads' : '1.drain.quiesce';
      const said = (await record.events()).flatMap((event) =>
        'step' in event && event.step === step && 'result' in event ? [event.result] : [],
      );
      expect(said.at(-1)).toMatchObject({ lost: [{ id: one.id, name: 'one', owner: 'ana@example.com' }] });
    },
  );

  it('keeps an agent that comes meanwhile from taking sessions, and gives it back too', async () => {
    const { cluster, begin } = await busyRun({ policy: 'wait', seconds: hour });
    let seen: readonly string[] = [];
    const end = () => {
      seen = cluster.database.schedulable;
      cluster.database.sessions = [];
    };
    await begin({
      onEvent: once('1.drain.users', () => {
        cluster.database.schedulable = ['i-new'];
        setTimeout(end, 300);
      }),
    });
    expect(seen).toEqual([]);
    expect(cluster.database.schedulable).toEqual(['i-a1', 'i-a2', 'i-new']);
  });

  it('leaves what another program has set meanwhile, and says so', async () => {
    const { cluster, record, begin } = await busyRun({ policy: 'end', seconds: soon });
    const view = await begin({
      onEvent: once('1.return.workloads', () => {
        cluster.database.replicas = 5;
        cluster.etcd['manager/status'] = 'preparing';
      }),
    });
    expect(view).toMatchObject({ state: 'done' });
    expect(intake(cluster)).toEqual({ ...open, replicas: 5, status: 'preparing' });
    expect(await resultOf(record, '1.return.workloads')).toMatchObject({
      gave: ['2 agents take sessions again'],
      left: [expect.stringContaining('the managers are preparing'), expect.stringContaining('5 replicas')],
    });
  });

  it('leaves the managers frozen where they were before', async () => {
    const { cluster, begin } = await busyRun({ policy: 'end', seconds: soon });
    cluster.etcd['manager/status'] = 'frozen';
    cluster.database.schedulable = ['i-a2'];
    await begin();
    expect(intake(cluster)).toEqual({ ...open, status: 'frozen', schedulable: ['i-a2'] });
  });

  it('is given back by a rollback after the upgrade, whose database is as it was while sessions were drained', async () => {
    const { cluster, record, begin } = await busyRun({ policy: 'end', seconds: soon });
    expect(await begin()).toMatchObject({ state: 'done', to });
    expect(await live(cluster, record, inProcessEngine.rollback)).toMatchObject({ state: 'rolled-back' });
    expect(intake(cluster)).toEqual(open);
  });
});
