import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { KernelState } from '../../core/workloads/kernel-state.ts';
import { containersCheck } from './containers-check.ts';
import { containersNote } from './containers-note.ts';
import { containersProve } from './containers-prove.ts';
import { newer, old, type simulatedAgent } from './simulated-agent.ts';
import { container, sessions, simulatedContainers } from './simulated-containers.ts';

let runFolder = '';
beforeEach(async () => {
  runFolder = await mkdtemp(join(tmpdir(), 'baiup-containers-'));
});
afterEach(() => rm(runFolder, { recursive: true, force: true }));

const ended = (info: string): KernelState => ({ name: 'session-k2', status: 'TERMINATED', info });
const knows = (...kernels: string[]): string => JSON.stringify(kernels);
const world = (
  files: Readonly<Record<string, string>>,
  releases: { readonly from?: string; readonly to?: string } = {},
) => simulatedContainers(runFolder, files, releases);

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
      hint: "end the sessions of these containers, or fix the agent's file of kernels; until then the agent is not started",
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
