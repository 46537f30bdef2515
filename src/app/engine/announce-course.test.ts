import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { RunEvent } from '../../core/run/event.ts';
import type { RunRecord } from '../../io/journal/port.ts';
import { runAnnouncement } from '../steps/announcement.ts';
import { announceCourse } from './announce-course.ts';
import { inProcessEngine } from './in-process.ts';
import type { Drive } from './port.ts';
import type { SimulatedCluster } from './simulated-cluster.ts';
import { simulatedClusterContext } from './simulated-cluster-context.ts';
import { live, newRun } from './simulated-life.ts';
import { SimulatedProcess } from './simulated-process.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'baiup-course-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const { advance, rollback } = inProcessEngine;
const hello = { single: 'hello' };
const told = async (record: RunRecord): Promise<string[]> =>
  (await record.events()).flatMap((event) =>
    event.kind === 'announcement.changed' || event.kind === 'announcement.left'
      ? [`${event.kind.split('.')[1]} ${event.moment}`]
      : [],
  );

describe('users of a cluster whose run announces itself', () => {
  it('read that services stop, then that they are back, and in the end what they read before', async () => {
    const { cluster, record } = await newRun(folder, { announces: true });
    expect(await live(cluster, record, advance)).toMatchObject({ state: 'done' });
    expect(await told(record)).toEqual(['changed stopped', 'changed back']);
    expect(cluster.announcement).toEqual(hello);
  });

  it('read that it is taken back after a failure, and in the end what they read before', async () => {
    const { cluster, record } = await newRun(folder, { announces: true });
    cluster.broken.add('1d42c726d8a3');
    expect(await live(cluster, record, advance)).toMatchObject({ state: 'failed' });
    expect(await told(record)).toEqual(['changed stopped', 'changed returning']);
    expect(cluster.announcement).toEqual(hello);
  });

  it('read what they read before once it is aborted, and once it is rolled back', async () => {
    const { cluster, record } = await newRun(folder, { announces: true });
    const isLate = async () => (await record.events()).some(({ kind }) => kind === 'hop.finished');
    let asked = false;
    const abort = { what: 'abort', who: 'x', why: 'y', at: '2026-01-01T00:00:00Z' } as const;
    const onEvent = (event: RunEvent): void => {
      asked ||= event.kind === 'announcement.changed';
    };
    const drive = { onEvent, asked: () => (asked ? abort : undefined) };
    expect(await live(cluster, record, advance, { drive })).toMatchObject({ state: 'failed' });
    expect(await isLate()).toBe(false);
    // Going back may be over before users are told of it.
    expect((await told(record)).filter((each) => each !== 'changed returning')).toEqual(['changed stopped']);
    expect(cluster.announcement).toEqual(hello);

    const other = await newRun(folder, { announces: true });
    await live(other.cluster, other.record, advance);
    other.cluster.announcement = { single: 'a week later' };
    const back = await live(other.cluster, other.record, rollback);
    expect(back).toMatchObject({ state: 'rolled-back' });
    expect(other.cluster.announcement).toEqual({ single: 'a week later' });
  });

  it('keep what another program has them read meanwhile, and the run says so', async () => {
    const { cluster, record } = await newRun(folder, { announces: true });
    const onEvent = (event: RunEvent): void => {
      if (event.kind === 'announcement.changed') cluster.announcement = { single: 'of another' };
    };
    expect(await live(cluster, record, advance, { drive: { onEvent } })).toMatchObject({ state: 'done' });
    expect(await told(record)).toEqual(['changed stopped', 'left back']);
    expect(cluster.announcement).toEqual({ single: 'of another' });
    const end = (await record.events()).find(
      (event) => event.kind === 'step.finished' && event.step === '1.announce.end',
    );
    expect(end).toMatchObject({ result: { announcement: 'left' } });
  });
});

/** A run that has announced itself, and one event of it after the other. */
async function announced(cluster: SimulatedCluster, record: RunRecord) {
  const heard: RunEvent[] = [];
  const context = simulatedClusterContext(cluster, new SimulatedProcess(Infinity, 1), record.folder);
  const onEvent = (event: RunEvent): void => void heard.push(event);
  const drive = { record, context, onEvent } as unknown as Drive;
  const announcement = runAnnouncement(context);
  await announcement.keep();
  await announcement.say('soon');
  const { drive: told, end } = announceCourse(drive, await record.events());
  const say = async (...facts: Parameters<RunRecord['append']>[0][]) => {
    for (const fact of facts) told.onEvent(await record.append(fact));
    await end();
  };
  return { context, heard, say };
}

describe('what users read while an outage goes on', () => {
  it('says that it is late, since when, and nothing of the kind once the cluster goes back', async () => {
    const { cluster, record } = await newRun(folder, { announces: true });
    const { say, heard } = await announced(cluster, record);
    const stop = { step: '1.stop.m1', hop: 0, title: 'stop', service: 'stopping', member: 'm1' } as const;
    await say({ kind: 'step.started', ...stop });
    const [stopped = ''] = /stopped at [^.]*/.exec(cluster.announcement.single ?? '') ?? [];
    await say({ kind: 'outage.slipped', hop: 0, foreseen: 8 });
    expect(cluster.announcement.single).toContain('takes longer than expected');
    expect(cluster.announcement.single).toContain(stopped);
    await say({ kind: 'undo.started', why: 'failure', hops: [0], who: 'x' });
    await say({ kind: 'window.turn-passed', hop: 0 });
    expect(cluster.announcement.single).toContain('is being taken back');
    expect(heard.filter(({ kind }) => kind === 'announcement.changed')).toHaveLength(3);
  });

  it('stays, and the run goes on, where etcd does not answer', async () => {
    const { cluster, record } = await newRun(folder, { announces: true });
    const { context, say, heard } = await announced(cluster, record);
    context.configStore.announce = () => Promise.reject(new Error('etcd is away'));
    await say({ kind: 'outage.slipped', hop: 0, foreseen: 8 });
    expect(heard.at(-1)).toMatchObject({ kind: 'announcement.left', moment: 'late', why: 'etcd is away' });
    expect(cluster.announcement).toEqual({ single: 'soon' });
  });

  it.each([
    ['was of another upgrade', '25.12.1'],
    ['was its own', '24.09.4'],
  ])(
    'is what they read before, once a run begins whose plan announces nothing: the window %s',
    async (_what, to) => {
      const { cluster, record } = await newRun(folder);
      const context = simulatedClusterContext(cluster, new SimulatedProcess(Infinity, 1), record.folder);
      const { windows } = context.configStore;
      cluster.announcement = { single: 'at two' };
      const upgrade = { from: '24.03.11', to, at: '2026-11-29T02:00:00.000Z', who: 'ana@desk' };
      await windows.write({ ...upgrade, before: hello, ours: [{ single: 'at two' }] }, undefined);
      const { drive, end } = announceCourse(
        { record, context, onEvent: () => undefined } as unknown as Drive,
        [],
      );
      expect(await windows.read()).toBeDefined();
      for (const event of await record.events()) drive.onEvent(event);
      await end();
      expect([cluster.announcement, await windows.read()]).toEqual([hello, undefined]);
    },
  );

  it('goes on where that window cannot be removed, and the run says why', async () => {
    const { cluster, record } = await newRun(folder);
    const context = simulatedClusterContext(cluster, new SimulatedProcess(Infinity, 1), record.folder);
    context.configStore.windows.read = () => Promise.reject(new Error('etcd is away'));
    const heard: RunEvent[] = [];
    const onEvent = (event: RunEvent): void => void heard.push(event);
    const { drive, end } = announceCourse({ record, context, onEvent } as unknown as Drive, []);
    for (const event of await record.events()) drive.onEvent(event);
    await end();
    expect(heard.at(-1)).toMatchObject({ kind: 'announcement.left', why: 'etcd is away' });
  });

  it('is nothing of a run whose plan announces nothing', async () => {
    const { cluster, record } = await newRun(folder);
    expect(await live(cluster, record, advance)).toMatchObject({ state: 'done' });
    expect(await told(record)).toEqual([]);
    expect(cluster.announcement).toEqual(hello);
  });
});
