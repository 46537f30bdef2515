import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { RunEvent } from '../../core/run/event.ts';
import type { RunView } from '../../core/run/view.ts';
import type { RunRecord } from '../../io/journal/port.ts';
import { inProcessEngine } from './in-process.ts';
import type { Drive } from './port.ts';
import { SimulatedCluster } from './simulated-cluster.ts';
import { live, newRun } from './simulated-life.ts';

const [from, to] = ['24.03.11', '24.09.4'];
const { advance, rollback } = inProcessEngine;

let folder = '';
beforeEach(async () => {
  // Thousands of small files, each synced: in memory where there is a place for it.
  folder = await mkdtemp(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'baiup-kills-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const route = [
  '31463788c713',
  'd7df3baf3779',
  'fdb2dcdb8811',
  'c4b7ec740b36',
  '20218a73401b',
  '1d42c726d8a3',
  '7c8501cec07b',
  'e9e574a6e22d',
];

/** What a cluster at a release is like, whichever way it came there. */
const whole = (release: string) => {
  const isOld = release === from;
  const like = new SimulatedCluster(release, 2);
  return {
    ...like.seen(),
    webserver: isOld ? 'old' : 'new',
    applied: isOld ? [] : route,
    etcd: isOld ? like.etcd : { 'manager/status': 'running', volumes: 'here' },
  };
};

/** Whether a process migrates without having warmed up a migrator of its own: one that died took its own with it. */
function migratedCold(events: readonly RunEvent[]): boolean {
  const of = (kind: RunEvent['kind'], step: string): number =>
    events.findIndex((event) => event.kind === kind && 'step' in event && event.step === step);
  const migrated = of('step.started', '1.migrate.schema');
  const isFound = events.some(
    (event) => event.kind === 'step.probed' && event.step === '1.migrate.schema' && event.state === 'done',
  );
  const warmed = of('step.finished', '1.warm.migrator');
  return migrated >= 0 && !isFound && (warmed < 0 || warmed > migrated);
}

interface Told {
  readonly act: (drive: Drive) => Promise<RunView>;
  readonly expected: RunView['state'];
  readonly release: string;
  /** Which run; a usual one unless told. */
  readonly wanted?: Parameters<typeof newRun>[1];
  /** What is done before, and cannot be killed. */
  readonly prepare?: (cluster: SimulatedCluster, record: RunRecord) => Promise<unknown>;
  /** What goes wrong, for ever. */
  readonly fault?: (cluster: SimulatedCluster) => void;
  /** What happens between the kill and the next process. */
  readonly afterwards?: (cluster: SimulatedCluster) => void;
  readonly seed?: number;
  /** Whether it tells users of itself. */
  readonly announces?: boolean;
  /** Only every so many instants, where another row kills at all of them. */
  readonly every?: number;
}

/**
 * Kills a process at one instant after the other; each time another process goes on, and what it leaves is looked at.
 * @returns how many instants there are
 */
async function killEverywhere(told: Told): Promise<number> {
  const { act, expected, release, prepare, afterwards, fault, seed = 1, every = 1, wanted = {} } = told;
  const { announces = false } = told;
  for (let instants = 0; ; instants += every) {
    const { cluster, record } = await newRun(folder, { announces, ...wanted });
    await prepare?.(cluster, record);
    fault?.(cluster);
    const first = await live(cluster, record, act, { instants, seed });
    if (first !== 'killed') return instants;
    const events = await record.events();
    const isCut = events.some((event) => event.kind === 'step.started' && event.step === '1.migrate.schema');
    // A migration that was begun is restored before it is run again, with whatever an old manager wrote meanwhile.
    const lasting = isCut ? [...cluster.written] : cluster.written;
    const isOwed = (row: string): boolean => row.startsWith(from) && lasting.includes(row);
    afterwards?.(cluster);

    const goesBack = events.some(({ kind }) => kind === 'undo.started');
    if (fault && !events.some((event) => event.kind === 'step.started' && event.service === 'stopping'))
      continue;
    const view = await live(cluster, record, goesBack ? advance : act, { seed: seed + instants });
    const rows = cluster.database.rows.filter(isOwed);
    // Whoever is restarted with its host is started twice; nobody else is.
    const turns = afterwards ? [] : cluster.log.filter((line) => /^st(art|op) /.test(line));
    const twice = turns.filter((line, index) => turns.indexOf(line) !== index);
    const isCold = migratedCold((await record.events()).slice(events.length));
    const { state, hops = [] } = view === 'killed' ? { state: view } : view;
    expect({ instants, state, hop: hops[0]?.state, ...cluster.seen(), rows, isCold, twice }).toEqual({
      instants,
      isCold: false,
      twice: [],
      state: expected,
      hop: expected === 'done' ? 'done' : 'undone',
      ...whole(release),
      rows: cluster.written.filter(isOwed),
    });
  }
}

const upgraded = (cluster: SimulatedCluster, record: RunRecord) => live(cluster, record, advance);

/** A way back that has left a2, whose host was away; it answers again. */
async function halfBack(cluster: SimulatedCluster, record: RunRecord): Promise<void> {
  await upgraded(cluster, record);
  cluster.away.add('h-a2');
  await live(cluster, record, rollback);
  cluster.away.clear();
}

const hostsRestart = (cluster: SimulatedCluster): void => cluster.restartHosts();
const failsLate = (cluster: SimulatedCluster): void => void cluster.broken.add('w1 24.09.4');
const failsHalf = (cluster: SimulatedCluster): void => void cluster.broken.add('1d42c726d8a3');

const aside = { wanted: { capture: 'aside' } } as const;

/** Users have sessions, which a drain ends at its deadline. */
const busy = (cluster: SimulatedCluster): void => {
  const users = { accessKey: 'AK', kind: 'interactive', status: 'RUNNING', agents: ['i-a1'] };
  cluster.database.sessions = ['one', 'two'].map((name) => ({ id: name, name, ...users }));
};
const drained = { wanted: { drain: { policy: 'end', seconds: 1e-6 } } } as const;

describe('killed at any instant, with steps side by side', () => {
  it.each<[string, Told]>([
    ['an upgrade goes on to its end', { act: advance, expected: 'done', release: to }],
    [
      'an upgrade goes on to its end, also when the hosts are restarted meanwhile',
      { act: advance, expected: 'done', release: to, afterwards: hostsRestart, seed: 2, every: 2 },
    ],
    [
      'an upgrade whose migration fails half way ends where it began',
      { act: advance, expected: 'failed', release: from, fault: failsHalf, every: 2 },
    ],
    [
      'an upgrade whose migration fails half way ends where it began, also when the hosts are restarted meanwhile',
      {
        act: advance,
        expected: 'failed',
        release: from,
        fault: failsHalf,
        afterwards: hostsRestart,
        seed: 4,
      },
    ],
    [
      'an upgrade that fails at its last start ends where it began',
      { act: advance, expected: 'failed', release: from, fault: failsLate, every: 3 },
    ],
    ['a rollback goes back', { act: rollback, expected: 'rolled-back', release: from, prepare: upgraded }],
    [
      'a rollback goes back, also when the hosts are restarted meanwhile',
      {
        act: rollback,
        expected: 'rolled-back',
        release: from,
        prepare: upgraded,
        afterwards: hostsRestart,
        seed: 3,
      },
    ],
    [
      'an upgrade that sets the database aside goes on to its end',
      { act: advance, expected: 'done', release: to, every: 3, ...aside },
    ],
    [
      'an upgrade that sets the database aside goes on to its end, also when the hosts are restarted meanwhile',
      { act: advance, expected: 'done', release: to, afterwards: hostsRestart, seed: 2, every: 2, ...aside },
    ],
    [
      'an upgrade that sets the database aside and fails half way ends where it began, also when the hosts are restarted meanwhile',
      {
        act: advance,
        expected: 'failed',
        release: from,
        fault: failsHalf,
        afterwards: hostsRestart,
        seed: 4,
        every: 3,
        ...aside,
      },
    ],
    [
      'an upgrade that sets the database aside and fails at its last start ends where it began',
      { act: advance, expected: 'failed', release: from, fault: failsLate, every: 5, ...aside },
    ],
    [
      'a rollback gives the database that was set aside its name again, also when the hosts are restarted meanwhile',
      {
        act: rollback,
        expected: 'rolled-back',
        release: from,
        prepare: upgraded,
        afterwards: hostsRestart,
        seed: 3,
        every: 2,
        ...aside,
      },
    ],
    [
      'an upgrade that tells users of itself gives their announcement back',
      { act: advance, expected: 'done', release: to, announces: true, every: 2 },
    ],
    [
      'an upgrade that tells users of itself and fails gives their announcement back',
      { act: advance, expected: 'failed', release: from, fault: failsHalf, announces: true, every: 3 },
    ],
    [
      'a rollback that tells users of itself gives their announcement back',
      { act: rollback, expected: 'rolled-back', release: from, prepare: upgraded, announces: true, every: 2 },
    ],
    [
      'a drain, and all after it, goes on to its end and gives back what it kept from beginning',
      { act: advance, expected: 'done', release: to, prepare: async (c) => busy(c), ...drained },
    ],
    [
      'a drain gives back what it kept from beginning where the migration fails',
      {
        act: advance,
        expected: 'failed',
        release: from,
        prepare: async (c) => busy(c),
        fault: failsHalf,
        ...drained,
      },
    ],
    [
      'a rollback after a drain gives back what it kept from beginning',
      { act: rollback, expected: 'rolled-back', release: from, prepare: upgraded, every: 2, ...drained },
    ],
    [
      'a rollback that was left half done is finished',
      { act: rollback, expected: 'rolled-back', release: from, prepare: halfBack },
    ],
  ])(
    '%s',
    async (_what, told) => {
      expect(await killEverywhere(told)).toBeGreaterThan(50);
    },
    120_000,
  );
});
