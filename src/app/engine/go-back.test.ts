import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { RunEvent } from '../../core/run/event.ts';
import type { RunView } from '../../core/run/view.ts';
import type { RunRecord } from '../../io/journal/port.ts';
import { inProcessEngine } from './in-process.ts';
import { SimulatedCluster } from './simulated-cluster.ts';
import { live, newRun } from './simulated-life.ts';

const { advance, rollback } = inProcessEngine;

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'baiup-back-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** Some of the programs will never answer. */
const impatient = { startTimeoutMs: 1000 };

async function upgraded(agents = 2, patience = {}) {
  const { cluster, record } = await newRun(folder, { agents, ...patience });
  expect(await live(cluster, record, advance)).toMatchObject({ state: 'done' });
  return { cluster, record };
}

/** Steps that going back has left, and why where it failed there. */
const leftOf = (view: RunView | 'killed') =>
  Object.fromEntries(
    (view === 'killed' ? [] : (view.left ?? [])).map(({ step, failure }) => [step, failure?.code]),
  );

const kinds = async (record: RunRecord, kind: string): Promise<string[]> =>
  (await record.events()).flatMap((event) => (event.kind === kind && 'step' in event ? [event.step] : []));

const old = (agents = 2) => new SimulatedCluster('24.03.11', agents).seen();

/** What is started, stopped and restored by what follows. */
function since(cluster: SimulatedCluster): () => string[] {
  const before = cluster.log.length;
  return () => cluster.log.slice(before);
}

describe('a broken way back is finished once its cause is fixed', { timeout: 60_000 }, () => {
  it.each([
    ['rollback', rollback, 'rolled-back'],
    ['resume', advance, 'failed'],
  ] as const)('etcd went away just before the capture: %s', async (_what, act, state) => {
    const { cluster, record } = await newRun(folder);
    const view = await live(cluster, record, advance, {
      drive: {
        onEvent: (event) => {
          if (event.kind === 'step.started' && event.step === '1.capture.etcd') cluster.away.add('etcd');
        },
      },
    });
    expect(view).toMatchObject({ state: 'broken', failure: { step: '1.capture.etcd' } });
    const stops = ['m1', 'a1', 'a2', 's1', 'w1'].map((id) => [`1.stop.${id}`, 'service.not-ready']);
    expect(leftOf(view)).toEqual(Object.fromEntries(stops));
    cluster.away.delete('etcd');
    expect(await live(cluster, record, act)).toMatchObject({ state, left: undefined });
    expect(cluster.seen()).toEqual(old());
  });

  it('an old agent could not start: it alone is started again', async () => {
    const { cluster, record } = await upgraded();
    cluster.broken.add('a1 24.03.11');
    const view = await live(cluster, record, rollback);
    expect(view).toMatchObject({
      state: 'broken',
      left: [{ step: '1.stop.a1', member: 'a1', says: 'agent a1 does not run 24.03.11' }],
    });
    expect(await live(cluster, record, rollback)).toMatchObject({ state: 'broken', left: [{}] });
    cluster.broken.clear();
    const log = since(cluster);
    expect(await live(cluster, record, rollback)).toMatchObject({ state: 'rolled-back' });
    expect(log()).toEqual(['start a1 24.03.11']);
    expect(cluster.seen()).toEqual(old());
  });

  it('an old webserver hung: it alone is stopped and started again', async () => {
    const { cluster, record } = await upgraded(2, impatient);
    cluster.stuck.add('w1 24.03.11');
    const view = await live(cluster, record, rollback);
    expect(leftOf(view)).toEqual({ '1.stop.w1': 'service.not-ready' });
    cluster.stuck.clear();
    const log = since(cluster);
    expect(await live(cluster, record, rollback)).toMatchObject({ state: 'rolled-back' });
    expect(log()).toEqual(['stop w1 24.03.11', 'start w1 24.03.11']);
    expect(await kinds(record, 'step.done-again')).toEqual(['1.stop.w1']);
  });

  it('a manager that no release can start, and agents that nobody answers to without it', async () => {
    const { cluster, record } = await newRun(folder, impatient);
    cluster.broken.add('m1 24.03.11').add('m1 24.09.4');
    const view = await live(cluster, record, advance);
    expect(view).toMatchObject({ state: 'broken', failure: { step: '1.start.m1' } });
    expect(Object.keys(leftOf(view))).toEqual(['1.stop.m1', '1.stop.a1', '1.stop.a2']);
    cluster.broken.clear();
    expect(await live(cluster, record, rollback)).toMatchObject({ state: 'rolled-back' });
    expect(cluster.seen()).toEqual(old());
  });

  it('files of an agent cannot be put back: it is not started without them', async () => {
    const { cluster, record } = await upgraded();
    const files = cluster.filesOf('h-a1');
    const whole = new Map(files);
    for (const path of files.keys())
      if (path.startsWith('/var/a1')) files.set(path, { content: '{"by":"0"}' });
    const view = await live(cluster, record, rollback);
    expect(leftOf(view)).toEqual({ '1.capture.files.a1': 'files.capture-damaged', '1.stop.a1': undefined });
    expect(cluster.seen().runs).toMatchObject({ m1: '24.03.11', a1: undefined, a2: '24.03.11' });
    for (const [path, file] of whole) files.set(path, file);
    expect(await live(cluster, record, rollback)).toMatchObject({ state: 'rolled-back' });
    expect(cluster.seen()).toEqual(old());
  });

  it('the database went away: etcd is restored once, and the database when it is back', async () => {
    const { cluster, record } = await upgraded(2, { capture: 'dump' });
    const log = since(cluster);
    const view = await live(cluster, record, rollback, {
      drive: {
        onEvent: (event) => {
          if (event.kind === 'step.undoing' && event.step === '1.migrate.schema')
            cluster.away.add('database');
        },
      },
    });
    expect(leftOf(view)).toEqual({
      ...Object.fromEntries(['m1', 'a1', 'a2', 's1', 'w1'].map((id) => [`1.stop.${id}`, undefined])),
      '1.migrate.schema': 'restore.incomplete',
    });
    expect(view).toMatchObject({
      failure: {
        message: 'the database could not be restored: database does not answer; etcd is restored',
      },
    });
    cluster.away.clear();
    expect(await live(cluster, record, rollback)).toMatchObject({ state: 'rolled-back' });
    expect(log().filter((line) => line.startsWith('restore'))).toEqual(['restore etcd', 'restore database']);
    expect(cluster.seen()).toEqual(old());
  });

  it('what came up with its host, while data was still to be restored, is stopped first', async () => {
    const { cluster, record } = await upgraded();
    const away = { onEvent: () => void cluster.away.add('database') };
    await live(cluster, record, rollback, {
      drive: { onEvent: ({ kind }) => kind === 'step.undoing' && away.onEvent() },
    });
    cluster.away.clear();
    cluster.restartHosts();
    expect(cluster.seen().runs).toMatchObject({ a1: '24.03.11', m1: undefined });
    expect(await live(cluster, record, rollback)).toMatchObject({ state: 'rolled-back' });
    expect(await kinds(record, 'step.done-again')).toEqual(
      expect.arrayContaining(['1.stop.a1', '1.stop.a2', '1.stop.s1']),
    );
    expect(cluster.seen()).toEqual(old());
  });
});

describe('one host of five that is away', () => {
  const others = { m1: '24.03.11', a1: '24.03.11', a3: '24.03.11', a4: '24.03.11', s1: '24.03.11' };
  const left = ['1.stop.a2', '1.capture.files.a2', '1.switch.a2', '1.start.a2'];

  it('holds up nobody else on the way back, and comes back later', async () => {
    const { cluster, record } = await upgraded(4);
    cluster.away.add('h-a2');
    const view = await live(cluster, record, rollback);
    expect(view).toMatchObject({ state: 'broken' });
    expect(leftOf(view)).toEqual({
      ...Object.fromEntries(left.map((step) => [step, undefined])),
      '1.start.a2': 'host.unreachable',
    });
    expect(cluster.seen().runs).toMatchObject({ ...others, a2: '24.09.4' });
    cluster.away.clear();
    const log = since(cluster);
    expect(await live(cluster, record, rollback)).toMatchObject({ state: 'rolled-back' });
    expect(log()).toEqual(['stop a2 24.09.4', 'start a2 24.03.11']);
    expect(cluster.seen()).toEqual(old(4));
  });

  it('that goes away in the middle of an upgrade has it taken back, and holds up nobody else', async () => {
    const { cluster, record } = await newRun(folder, { agents: 4 });
    const view = await live(cluster, record, advance, {
      drive: {
        onEvent: (event) => {
          if (event.kind === 'step.started' && event.step === '1.switch.a2') cluster.away.add('h-a2');
        },
      },
    });
    expect(view).toMatchObject({ state: 'broken', failure: { step: '1.switch.a2' } });
    expect(cluster.seen().runs).toMatchObject(others);
    cluster.away.clear();
    expect(await live(cluster, record, advance)).toMatchObject({ state: 'failed' });
    expect(cluster.seen()).toEqual(old(4));
  });

  it('keeps what it restores from managers that may still write to it', async () => {
    const { cluster, record } = await upgraded();
    cluster.away.add('h-m1');
    const log = since(cluster);
    const view = await live(cluster, record, rollback);
    expect(Object.keys(leftOf(view))).toContain('1.migrate.schema');
    expect(log().sort()).toEqual(['stop a1 24.09.4', 'stop a2 24.09.4']);
    cluster.away.clear();
    expect(await live(cluster, record, rollback)).toMatchObject({ state: 'rolled-back' });
    expect(cluster.seen()).toEqual(old());
  });
});

describe('what was undone and is lost since', () => {
  async function withOneLeft() {
    const { cluster, record } = await upgraded();
    cluster.away.add('h-a2');
    await live(cluster, record, rollback);
    cluster.away.clear();
    return { cluster, record };
  }

  it('a service that died is started again', async () => {
    const { cluster, record } = await withOneLeft();
    cluster.stop('s1');
    expect(await live(cluster, record, rollback)).toMatchObject({ state: 'rolled-back' });
    expect(await kinds(record, 'step.undo-lost')).toEqual(['1.stop.s1']);
    expect(cluster.seen()).toEqual(old());
  });

  it('a service that is set to the newer release again is stopped, switched, and started', async () => {
    const { cluster, record } = await withOneLeft();
    const service = cluster.service('s1');
    cluster.stop('s1');
    service.environment = service.environment.replace('24.03.11', '24.09.4');
    cluster.start('s1');
    const log = since(cluster);
    expect(await live(cluster, record, rollback)).toMatchObject({ state: 'rolled-back' });
    expect(log()).toEqual(expect.arrayContaining(['stop s1 24.09.4', 'start s1 24.03.11']));
    expect(cluster.seen()).toEqual(old());
  });

  it('what is restored is not restored again, whatever was written since', async () => {
    const { cluster, record } = await withOneLeft();
    cluster.database.rows.push('of a user, since');
    expect(await live(cluster, record, rollback)).toMatchObject({ state: 'rolled-back' });
    expect(cluster.database.rows).toContain('of a user, since');
  });
});

describe('a run of two hops', () => {
  const releases: [string, string] = ['24.03.10', '24.09.4'];
  const at = (release: string) => new SimulatedCluster(release, 2).seen();

  it('whose second hop failed, and whose way back from it did too, goes on to either end', async () => {
    for (const [act, release, state] of [
      [advance, '24.03.11', 'failed'],
      [rollback, '24.03.10', 'rolled-back'],
    ] as const) {
      const { cluster, record } = await newRun(folder, { releases });
      cluster.broken.add('w1 24.09.4');
      const onEvent = (event: RunEvent): void => {
        if (event.kind === 'hop.finished') cluster.broken.add('a1 24.03.11');
      };
      const view = await live(cluster, record, advance, { drive: { onEvent } });
      expect(view).toMatchObject({
        state: 'broken',
        failure: { step: '2.start.w1' },
        left: [{ member: 'a1' }],
      });
      cluster.broken.clear();
      expect(await live(cluster, record, act)).toMatchObject({ state });
      expect(cluster.seen()).toEqual(at(release));
    }
  });

  it('goes back past a host that is away, restoring once, and takes that host back later', async () => {
    const { cluster, record } = await newRun(folder, { releases, capture: 'dump' });
    expect(await live(cluster, record, advance)).toMatchObject({ state: 'done' });
    cluster.away.add('h-a2');
    const log = since(cluster);
    expect(await live(cluster, record, rollback)).toMatchObject({ state: 'broken' });
    expect(cluster.seen().runs).toEqual({ ...at('24.03.10').runs, a2: '24.09.4' });
    cluster.away.clear();
    expect(await live(cluster, record, rollback)).toMatchObject({ state: 'rolled-back' });
    expect(log().filter((line) => line.startsWith('restore'))).toHaveLength(2);
    expect(log().filter((line) => line.startsWith('start'))).toEqual(
      expect.arrayContaining(['start a2 24.03.10']),
    );
    expect(log().filter((line) => line.endsWith('24.03.11'))).toEqual([]);
    expect(cluster.seen()).toEqual(at('24.03.10'));
  });
});
