import { describe, expect, it } from 'vitest';
import type { ClusterRun } from '../../../app/records/cluster-run.ts';
import { type DamagedRun, stateOf, type WholeRun } from '../../../app/records/known-run.ts';
import type { LockSnapshot } from '../../../core/cluster/lock.ts';
import { downText } from '../../../core/run/standing-words.ts';
import type { RunView, StepView } from '../../../core/run/view.ts';
import { plain } from '../paint.ts';
import { clusterRunLines } from './cluster-run.ts';
import { damagedText } from './damaged-run.ts';
import { runText } from './run.ts';
import { runsJson, runsText } from './runs.ts';
import { simulatedView as view } from './simulated-view.ts';

const driver = { who: 'ana@desk', host: 'desk', pid: 4242, since: '2026-11-27T12:00:00Z' };
const whole = (change: Partial<WholeRun> = {}): WholeRun => ({
  kind: 'whole',
  run: 'r-1',
  id: '7f3a9c2e41b0',
  folder: '/runs/r-1',
  driver: undefined,
  view: view(),
  until: '2026-11-27T12:00:30Z',
  ...change,
});
const killed = whole({ driver: { ...driver, life: 'dead' } });
const damaged: DamagedRun = {
  kind: 'damaged',
  run: 'r-2',
  id: '0123456789ab',
  folder: '/runs/r-2',
  driver: undefined,
  damage: { why: 'events 21 to 22 are missing before line 21' },
  view: view({ run: 'r-2' }),
  last: undefined,
  captured: ['hop-1.database.dump', 'hop-1.etcd.json'],
};

describe('a run that was killed', () => {
  it.each<[string, WholeRun, string]>([
    ['a living driver', whole({ driver: { ...driver, life: 'alive' } }), 'running'],
    ['a driver that cannot be seen', whole({ driver: { ...driver, life: 'elsewhere' } }), 'running'],
    ['a dead driver', killed, 'cut'],
    ['a driver that gave it back', whole(), 'cut'],
    ['a dead driver, going back', whole({ driver: killed.driver, view: view({ state: 'undoing' }) }), 'cut'],
    [
      'a dead driver that had stopped',
      whole({ driver: killed.driver, view: view({ state: 'stopped' }) }),
      'stopped',
    ],
    ['a dead driver that was done', whole({ driver: killed.driver, view: view({ state: 'done' }) }), 'done'],
  ])('with %s is %s', (_what, run, state) => {
    expect(stateOf(run)).toBe(state);
  });

  it('is listed as nobody’s, with whose it was and what to type', () => {
    expect(runsText([killed])).toBe(
      'r-1    24.03.11 → 24.09.4   cut         2026-11-27T12:00:00Z   nobody drives it: process 4242 of ana@desk has ended; to go on: baiup resume r-1, or go back: baiup rollback r-1',
    );
    expect(runsJson([killed])).toMatchObject([
      { run: 'r-1', id: '7f3a9c2e41b0', state: 'cut', who: 'ana@desk', driver: { pid: 4242, life: 'dead' } },
    ]);
  });

  it('is shown so', () => {
    const text = runText(killed, plain);
    expect(text).toContain('r-1   7f3a9c2e41b0   lab: 24.03.11 → 24.09.4   cut   started');
    expect(text).toContain('Nobody drives it: process 4242 of ana@desk has ended.');
    expect(text).toContain('baiup resume r-1');
    expect(text).not.toMatch(/running|Under way/);
  });

  it('is shown as its journal knows it, with where the cluster itself is asked', () => {
    const knows = 'This is what its journal knows, until 2026-11-27T12:00:30Z.';
    const said = (run: WholeRun) => runText(run, plain);
    expect(said(killed)).toContain(`${knows} What was started, stopped or changed since is not in it:`);
    expect(said(killed)).toContain('baiup status asks the cluster.');
    for (const state of ['stopped', 'broken'] as const)
      expect(said(whole({ view: view({ state }) }))).toContain(knows);
    for (const state of ['done', 'failed', 'rolled-back'] as const)
      expect(said(whole({ view: view({ state }) }))).not.toContain(knows);
    expect(said(whole({ driver: { ...driver, life: 'alive' } }))).not.toContain(knows);
  });

  it('is not said to be dead where that cannot be told from here', () => {
    const text = runText(whole({ driver: { ...driver, host: 'other', life: 'elsewhere' } }), plain);
    expect(text).toContain('It is driven from other by ana@desk, or was');
    expect(text).toContain('cannot tell whether');
    expect(text).toContain('Ask ana@desk, or look on other: baiup show r-1');
    expect(text).not.toMatch(/baiup (resume|rollback)/);
  });

  it('of ten thousand is shown by the first steps in each state, and the first services that are down', () => {
    const stop = (member: number): StepView => ({
      step: `1.stop.a${member}`,
      hop: 0,
      title: `Stop agent a${member}`,
      state: member === 77 ? 'failed' : 'done',
      service: 'stopping',
      member: `a${member}`,
    });
    const steps = Array.from({ length: 10_000 }, (_each, index) => stop(index + 1));
    const hops = [{ from: '24.03.11', to: '24.09.4', kind: 'major', state: 'running' }] as const;
    const lines = runText({ ...killed, view: view({ hops, steps }) }, plain).split('\n');
    expect(lines.slice(1, 8).map((line) => line.trim())).toEqual([
      ...[1, 2, 3, 4, 5].map((member) => `✓ Stop agent a${member}`),
      '… and 9,994 more like these',
      '✗ Stop agent a77',
    ]);
    expect(downText({ hops, steps })).toBe(
      'the service is DOWN: a1, a2, a3, a4, a5, a6, a7, a8, a9, a10 and 9,990 more are stopped',
    );
  });
});

describe('a run that somebody drives', () => {
  const driven = (change: Partial<RunView>) =>
    whole({ driver: { ...driver, life: 'alive' }, view: view(change) });

  it.each<[string, Partial<RunView>, string]>([
    [
      'goes on',
      {},
      'To watch it: baiup show r-1 --follow, have it stop: baiup pause r-1, have it go back: baiup abort r-1',
    ],
    ['goes back', { state: 'undoing' }, 'To watch it: baiup show r-1 --follow'],
  ])('%s: who drives it is told, and nobody is told to', (_what, change, next) => {
    const ending = runText(driven(change), plain).split('\n').at(-1);
    expect(ending).toBe(
      `Process 4242 on this machine drives it for ana@desk, since 2026-11-27T12:00:00Z. Every service that the run stopped runs again, or none was stopped. ${next}`,
    );
    expect(runsText([driven(change)])).toMatch(
      /process 4242 on this machine drives it for ana@desk, since [^;]*$/,
    );
  });
});

describe('a run that has left services down', () => {
  const stop: StepView = {
    step: '1.stop.m1',
    hop: 0,
    title: 'x',
    state: 'done',
    service: 'stopping',
    member: 'm1',
  };
  const hops = [{ from: '24.03.11', to: '24.09.4', kind: 'major', state: 'failed' }] as const;
  const downtime = { predicted: 1, since: '2026-11-27T12:00:10.000Z' };
  const left = (change: Partial<RunView>) =>
    whole({ view: view({ steps: [stop], hops, downtime, ...change }) });
  const down = 'the service is DOWN: m1 is stopped (since 2026-11-27T12:00:10.000Z)';

  const known = `${down}, as its journal knows until 2026-11-27T12:00:30Z`;

  it.each<[string, WholeRun, string]>([
    ['broken', left({ state: 'broken' }), `${known}; fix the cause, then: baiup rollback r-1`],
    [
      'stopped',
      left({ state: 'stopped' }),
      `${known}; go on: baiup resume r-1, or go back: baiup rollback r-1`,
    ],
    [
      'cut on its way back',
      { ...left({ state: 'undoing' }), driver: { ...driver, life: 'dead' } },
      `nobody drives it: process 4242 of ana@desk has ended; ${known}; to finish going back: baiup rollback r-1`,
    ],
    [
      'back for all its members',
      left({ state: 'broken', steps: [] }),
      'fix the cause, then: baiup rollback r-1',
    ],
  ])('is listed with them, since when, and what to type: %s', (_what, run, note) => {
    expect(runsText([run]).split('Z   ').slice(1).join('Z   ')).toBe(note);
  });

  it('tells of each step that failed why, and of none that it was cut as if it had failed', () => {
    const step = (name: string, code: string): StepView => ({
      step: name,
      hop: 0,
      title: `prove ${name}`,
      state: 'failed',
      failure: { code, message: `why ${name}` },
    });
    const steps = [step('one', 'prove.census'), step('two', 'prove.drift'), step('three', 'step.pointless')];
    const failure = { code: 'prove.census', message: 'why one', step: 'one' };
    const lines = runText(left({ state: 'failed', steps, failure }), plain).split('\n');
    const at = (text: string) => lines.filter((line) => line.includes(text)).map((line) => line.trim());
    expect(at('prove ')).toEqual(['✗ prove one', '✗ prove two', '· prove three']);
    expect(at('why one')).toEqual(['Why: why one']);
    expect(at('why two')).toEqual(['why two']);
  });

  it('is shown so', () => {
    expect(runText(left({ state: 'broken' }), plain)).toContain(`Still without full service: ${down}`);
  });
});

it('what going back took is told beside what the upgrade took', () => {
  const downtime = { predicted: 1, actual: 9.5, back: 20 };
  const [hop] = view().hops;
  if (!hop) throw new Error('a hop');
  const hops = [{ ...hop, state: 'undone', downtime: 9.5 }] as const;
  const back = whole({ view: view({ state: 'rolled-back', downtime, hops }) });
  expect(runsText([back])).toContain('9.5 s without full service, 20.0 s for going back');
  expect(runText(back, plain)).toContain('Going back   without full service 20.0 s more');
});

describe('a run whose journal is damaged', () => {
  it('is listed among the others, and stands in nobody’s way', () => {
    expect(runsText([killed, damaged]).split('\n')[1]).toBe(
      'r-2    24.03.11 → 24.09.4   damaged     2026-11-27T12:00:00Z   events 21 to 22 are missing before line 21: baiup show r-2',
    );
    const unknown = { ...damaged, view: undefined };
    expect(runsJson([unknown])).toMatchObject([
      { run: 'r-2', state: 'damaged', from: null, to: null, damage: damaged.damage.why },
    ]);
  });

  it('is shown with what is left, and the way back', () => {
    const text = damagedText(damaged, plain);
    expect(text).toContain('Its journal is damaged: events 21 to 22 are missing before line 21.');
    expect(text).toContain('hop-1.database.dump, hop-1.etcd.json');
    expect(text).toContain('baiup rollback r-2 --accept run.damaged');
  });

  it('is another version’s to drive where that wrote it', () => {
    const foreign = { ...damaged, damage: { why: 'x', isForeign: true as const } };
    expect(damagedText(foreign, plain)).not.toContain('baiup rollback');
  });
});

describe('the status of a cluster', () => {
  const lock: LockSnapshot = {
    what: 'run',
    run: 'r-1',
    id: '7f3a9c2e41b0',
    from: '24.03.11',
    to: '24.09.4',
    who: 'ana@desk',
    host: 'desk',
    at: '2026-11-27T12:00:00Z',
    why: '24.03.11 → 24.09.4',
    life: 'silent',
  };
  const others: ClusterRun = {
    run: 'r-1',
    id: lock.id,
    from: lock.from,
    to: lock.to,
    state: 'cut',
    who: lock.who,
    known: undefined,
    lock,
    isFreed: false,
  };

  it('tells of another operator’s run, and where its journal is', () => {
    expect(clusterRunLines(others)).toEqual([
      '  run        r-1 (7f3a9c2e41b0) 24.03.11 → 24.09.4: cut, of ana@desk, whose machine has its journal',
      '             nobody drives it: there has been no sign of life from desk for more than a minute',
      '             ana@desk has its journal; go on there: baiup resume r-1, or back: baiup rollback r-1. If that journal is lost: baiup unlock',
    ]);
  });

  it('tells of a run whose lock was freed', () => {
    const lines = clusterRunLines({ ...others, known: killed, lock: undefined, isFreed: true });
    expect(lines.join('\n')).toContain("somebody freed the cluster's lock while it was unfinished");
    expect(lines.join('\n')).toContain('baiup resume r-1');
  });

  it('tells of a run whose lock nobody can see, without a guess', () => {
    const lines = clusterRunLines({ ...others, known: killed, lock: undefined });
    expect(lines.slice(1)).toEqual([
      '             nobody drives it: process 4242 of ana@desk has ended',
      '             go on: baiup resume r-1, or go back: baiup rollback r-1',
    ]);
  });
});
