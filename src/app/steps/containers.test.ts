import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { KernelContainer } from '../../io/workloads/kernel-containers.ts';
import { containersCheck } from './containers-check.ts';
import { containersNote } from './containers-note.ts';
import { containersProve } from './containers-prove.ts';
import type { KernelState } from './context.ts';
import { newer, old, simulatedAgent } from './simulated-agent.ts';

let runFolder = '';
beforeEach(async () => {
  runFolder = await mkdtemp(join(tmpdir(), 'baiup-containers-'));
});
afterEach(() => rm(runFolder, { recursive: true, force: true }));

const container = (kernel: string, change: Partial<KernelContainer> = {}): KernelContainer => ({
  id: `c-${kernel}`,
  name: `kernel.python.${kernel}`,
  kernel,
  session: `s-${kernel}`,
  running: true,
  created: '2026-11-27T10:00:00Z',
  started: '2026-11-27T10:00:01Z',
  ...change,
});
const sessions = (...kernels: readonly string[]): Record<string, KernelState> =>
  Object.fromEntries(kernels.map((id) => [id, { name: `session-${id}`, status: 'RUNNING', info: '' }]));
const ended = (info: string): KernelState => ({ name: 'session-k2', status: 'TERMINATED', info });
const knows = (...kernels: string[]): string => JSON.stringify(kernels);

function world(
  files: Readonly<Record<string, string>>,
  releases: { readonly from?: string; readonly to?: string } = {},
) {
  const agent = simulatedAgent(runFolder, { files, ...releases });
  agent.now.containers = [container('k1'), container('k2')];
  agent.now.known = sessions('k1', 'k2');
  const { given, context } = agent;
  const undo = containersNote.undo;
  if (typeof undo !== 'function') throw new Error('it can be undone');
  return {
    ...agent,
    note: () => containersNote.apply(given, context, 'todo'),
    check: () => containersCheck.apply(given, context, 'todo'),
    prove: () => containersProve.apply(given, context, 'todo'),
    undoNote: () => undo(given, context),
    settle: () => containersNote.settles?.(given, context),
  };
}

describe('before a new release starts', () => {
  it('every container that runs is known to it', async () => {
    const { note, check } = world({ [newer]: knows('k1', 'k2') });
    expect(await note()).toEqual({ containers: 2 });
    expect(await check()).toEqual({ containers: 2 });
  });

  it.each([
    ['lacks one', { [newer]: knows('k1') }, 'would end 1 of its 2 containers', 'kernel.python.k2'],
    ['is not there', {}, 'would end 2 of its 2 containers', 'kernel.python.k1'],
    ['is the old one', { [old]: knows('k1', 'k2') }, 'would end 2 of its 2', 'kernel.python.k1'],
  ])('it is not started where its file %s', async (_how, files, says, name) => {
    const { note, check } = world(files);
    await note();
    await expect(check()).rejects.toMatchObject({
      code: 'kernels.unknown',
      message: expect.stringMatching(new RegExp(`${says}.*${name}`)),
      left: expect.stringContaining('its containers run on'),
    });
  });

  it('nor where it cannot read the file', async () => {
    const { note, check, now } = world({ [newer]: knows('k1', 'k2') });
    await note();
    now.readable = false;
    await expect(check()).rejects.toMatchObject({ code: 'kernels.unknown' });
  });

  it.each<[string, (world: ReturnType<typeof simulatedAgent>['now']) => void]>([
    [
      'that has ended',
      (now) => Object.assign(now, { containers: [container('k1'), container('k2', { running: false })] }),
    ],
    ['whose session the managers do not know', (now) => Object.assign(now, { known: sessions('k1') })],
    ['whose session has ended', (now) => Object.assign(now, { known: { ...sessions('k1'), k2: ended('') } })],
  ])('a container %s stands in no way', async (_which, change) => {
    const { note, check, now } = world({ [newer]: knows('k1') });
    change(now);
    expect(await note()).toEqual({ containers: 1 });
    expect(await check()).toEqual({ containers: 1 });
  });

  it('a release that finds its kernels by their containers needs no file', async () => {
    const { note, check } = world({}, { from: '25.18.2', to: '25.19.2' });
    await note();
    expect(await check()).toEqual({ containers: 2 });
  });
});

it('containers are looked at again whenever a run goes on, unless the new release runs already', async () => {
  const { given, context, now } = world({});
  expect(await containersNote.probe(given, context, true)).toBe('todo');
  expect(await containersProve.probe(given, context, true)).toBe('todo');
  expect(await containersCheck.probe(given, context, true)).toBe('todo');
  now.active = true;
  expect(await containersCheck.probe(given, context, true)).toBe('done');
});

describe('before the old release starts again', () => {
  it('it knows the containers that run still', async () => {
    const { note, undoNote, now } = world({ [old]: knows('k1') });
    await note();
    // One has ended since, and another began on the new release.
    now.containers = [container('k1'), container('k3')];
    expect(await undoNote()).toEqual({ containers: 1 });
  });

  it('or is not started, also while the newer one still runs', async () => {
    const { note, undoNote, now } = world({ [old]: knows('k1') });
    await note();
    Object.assign(now, { active: true, environment: '/e/new' });
    await expect(undoNote()).rejects.toMatchObject({ code: 'kernels.unknown' });
  });

  it('or is not started, with what to do', async () => {
    const { note, undoNote } = world({ [old]: knows('k3') });
    await note();
    await expect(undoNote()).rejects.toMatchObject({
      code: 'kernels.unknown',
      message: `agent a1 would end 2 of its 2 containers at its start: 24.03.11 does not find kernel.python.k1, kernel.python.k2 in ${old}`,
      hint: "end the sessions of these containers, or put the agent's file of kernels right; the agent is not started before",
      left: 'agent a1 is stopped, and its containers run on',
    });
  });

  it('nothing stands in the way where none of them runs still', async () => {
    const { note, undoNote, now } = world({});
    await note();
    now.containers = [container('k1', { running: false }), container('k3')];
    expect(await undoNote()).toEqual({ containers: 0 });
  });

  it('nothing is asked of one that runs already, nor where nothing was noted', async () => {
    const { note, undoNote, now } = world({});
    expect(await undoNote()).toEqual({ containers: 0 });
    await note();
    Object.assign(now, { active: true, environment: '/e/old' });
    expect(await undoNote()).toBeUndefined();
  });
});

describe('once the new release has run for a while', () => {
  it('the containers of before run on; whose session was ended is told', async () => {
    const { note, prove, now } = world({});
    await note();
    expect(await prove()).toEqual({ containers: 2, ended: 0 });
    now.containers = [container('k1')];
    now.known = { ...sessions('k1'), k2: ended('user-requested') };
    expect(await prove()).toEqual({ containers: 1, ended: 1 });
  });

  it.each([
    ['is gone while its session runs', [container('k1')], sessions('k2')],
    [
      'is gone while its session runs badly',
      [container('k1')],
      { k2: { ...ended('x'), status: 'RUNNING_DEGRADED' } },
    ],
    ...['', 'self-terminated', 'already-terminated', 'terminated-unknown-container', 'anomaly-detected'].map(
      (info): [string, KernelContainer[], Record<string, KernelState>] => [
        `was ended by nobody ("${info}")`,
        [container('k1')],
        { k2: ended(info) },
      ],
    ),
    [
      'was started again',
      [container('k1'), container('k2', { started: '2026-11-27T11:00:00Z' })],
      sessions('k2'),
    ],
  ])('one that %s is lost', async (_how, containers, state) => {
    const { note, prove, now } = world({});
    await note();
    Object.assign(now, { containers, known: { ...sessions('k1'), ...state } });
    await expect(prove()).rejects.toMatchObject({
      code: 'containers.lost',
      message: 'agent a1 lost containers that ran at its stop, and nobody ended their sessions: session-k2',
      hint: "see why in the agent's log: it is kept with the run's evidence, a1.log",
    });
  });

  it('all that are lost are named', async () => {
    const { note, prove, now } = world({});
    await note();
    now.containers = [];
    await expect(prove()).rejects.toThrow('nobody ended their sessions: session-k1, session-k2');
  });

  it.each([
    ['was ended by somebody', { k2: ended('user-requested') }],
    ['was ended for a reason that only sounds so', { k2: ended('not-self-terminated-but-forced') }],
    ['the managers do not know any more', {}],
  ])('one whose session %s is not lost', async (_how, state) => {
    const { note, prove, now } = world({});
    await note();
    Object.assign(now, { containers: [container('k1')], known: { ...sessions('k1'), ...state } });
    expect(await prove()).toEqual({ containers: 1, ended: 1 });
  });

  it('nothing is lost where nothing was noted', async () => {
    const { prove, now } = world({});
    now.containers = [];
    expect(await prove()).toEqual({ containers: 0, ended: 0 });
  });
});

describe('once the old release runs again', () => {
  const found = (name: string, session: string) => ({
    id: session,
    name,
    accessKey: '',
    status: 'RUNNING',
    agents: ['i-a1'],
    ended: true,
  });

  it('containers that began on the newer one, and that the database does not know, are ended and told', async () => {
    const { note, settle, now } = world({});
    await note();
    now.containers = [container('k1'), container('k2'), container('k3')];
    expect(await settle()).toEqual({ givenUp: [found('kernel.python.k3', 's-k3')], endedSince: [] });
    expect(now.containers).toEqual([container('k1'), container('k2')]);
    expect(await settle()).toBeUndefined();
  });

  it('one that cannot be ended is told as such; one that stands still is ended', async () => {
    const { note, given, context, now } = world({});
    await note();
    now.containers = [container('k3'), container('k4')];
    const end = async (): Promise<void> => {
      now.containers = [container('k3'), container('k4', { running: false })];
    };
    const containers = (id: string) => ({ ...context.containers(id), end });
    const told = await containersNote.settles?.(given, { ...context, containers });
    expect(told?.givenUp.map(({ id, ended: isEnded }) => [id, isEnded])).toEqual([
      ['s-k3', false],
      ['s-k4', true],
    ]);
  });

  it('by the names that were told before their database went', async () => {
    const { note, settle, now } = world({});
    await note();
    const told = { ...found('of-ana', 's-k3'), owner: 'ana', ended: false };
    await writeFile(
      join(runFolder, 'hop-1.sessions-settled.json'),
      JSON.stringify({ givenUp: [told], endedSince: [] }),
    );
    now.containers = [container('k3')];
    expect(await settle()).toMatchObject({ givenUp: [{ ...told, ended: true }] });
  });

  it.each<[string, (now: ReturnType<typeof simulatedAgent>['now']) => void]>([
    ['that the database knows', (now) => Object.assign(now, { known: sessions('k1', 'k2', 'k3') })],
    [
      'of before, whatever the database knows',
      (now) => Object.assign(now, { known: {}, containers: [container('k1')] }),
    ],
  ])('a container %s is not touched', async (_which, change) => {
    const { note, settle, now } = world({});
    await note();
    now.containers = [container('k1'), container('k2'), container('k3')];
    change(now);
    const before = now.containers;
    expect(await settle()).toBeUndefined();
    expect(now.containers).toEqual(before);
  });

  it('one of before whose session the managers did not know at the stop is not touched', async () => {
    const { note, settle, now } = world({});
    now.known = sessions('k1');
    await note();
    now.known = {};
    expect(await settle()).toBeUndefined();
    expect(now.containers).toHaveLength(2);
  });

  it('nothing is touched where nothing was noted', async () => {
    const { settle, now } = world({});
    now.known = {};
    expect(await settle()).toBeUndefined();
    expect(now.containers).toHaveLength(2);
  });
});
