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

describe('before the old release starts again', () => {
  it('it knows the containers that run still', async () => {
    const { note, undoNote, now } = world({ [old]: knows('k1') });
    await note();
    // One has ended since, and another began on the new release.
    now.containers = [container('k1'), container('k3')];
    expect(await undoNote()).toEqual({ containers: 1 });
  });

  it('or is not started', async () => {
    const { note, undoNote } = world({ [old]: knows('k1') });
    await note();
    await expect(undoNote()).rejects.toMatchObject({
      code: 'kernels.unknown',
      message: expect.stringContaining('24.03.11 does not find kernel.python.k2'),
    });
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
    ['was ended by the agent', [container('k1')], { k2: ended('self-terminated') }],
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
      message: expect.stringContaining('session-k2'),
    });
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
