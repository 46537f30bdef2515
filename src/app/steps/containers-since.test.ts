import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { KernelState } from '../../core/workloads/kernel-state.ts';
import type { KernelContainer } from '../../io/workloads/kernel-containers.ts';
import { containersNote } from './containers-note.ts';
import { containersProve } from './containers-prove.ts';
import type { simulatedAgent } from './simulated-agent.ts';
import { container, sessions, simulatedContainers } from './simulated-containers.ts';

let runFolder = '';
beforeEach(async () => {
  runFolder = await mkdtemp(join(tmpdir(), 'baiup-containers-'));
});
afterEach(() => rm(runFolder, { recursive: true, force: true }));

const ended = (info: string): KernelState => ({ name: 'session-k2', status: 'TERMINATED', info });
const world = () => simulatedContainers(runFolder, {});

describe('once the new release has run for a while', () => {
  it('the containers of before run on; whose session was ended is told', async () => {
    const { note, prove, now } = world();
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
    const { note, prove, now } = world();
    await note();
    Object.assign(now, { containers, known: { ...sessions('k1'), ...state } });
    await expect(prove()).rejects.toMatchObject({
      code: 'containers.lost',
      message: 'agent a1 lost containers that ran at its stop, and nobody ended their sessions: session-k2',
      hint: "see why in the agent's log: it is kept with the run's evidence, a1.log",
    });
  });

  it('all that are lost are named', async () => {
    const { note, prove, now } = world();
    await note();
    now.containers = [];
    await expect(prove()).rejects.toThrow('nobody ended their sessions: session-k1, session-k2');
  });

  it.each([
    ['was ended by somebody', { k2: ended('user-requested') }],
    ['was ended for a reason that only sounds so', { k2: ended('not-self-terminated-but-forced') }],
    ['the managers do not know any more', {}],
  ])('one whose session %s is not lost', async (_how, state) => {
    const { note, prove, now } = world();
    await note();
    Object.assign(now, { containers: [container('k1')], known: { ...sessions('k1'), ...state } });
    expect(await prove()).toEqual({ containers: 1, ended: 1 });
  });

  it('nothing is asked of an agent that had none', async () => {
    const { note, given, context, now } = world();
    now.containers = [container('k1', { running: false })];
    await note();
    const containers = () => expect.unreachable('it was asked');
    expect(await containersProve.apply(given, { ...context, containers }, 'todo')).toEqual({
      containers: 0,
      ended: 0,
    });
  });

  it('nothing is lost where nothing was noted', async () => {
    const { prove, now } = world();
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
    const { note, settle, now } = world();
    await note();
    now.containers = [container('k1'), container('k2'), container('k3')];
    expect(await settle()).toEqual({ givenUp: [found('kernel.python.k3', 's-k3')], endedSince: [] });
    expect(now.containers).toEqual([container('k1'), container('k2')]);
    expect(await settle()).toBeUndefined();
  });

  it('one that cannot be ended is told as such; one that stands still is ended', async () => {
    const { note, given, context, now } = world();
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
    const { note, settle, now } = world();
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
    const { note, settle, now } = world();
    await note();
    now.containers = [container('k1'), container('k2'), container('k3')];
    change(now);
    const before = now.containers;
    expect(await settle()).toBeUndefined();
    expect(now.containers).toEqual(before);
  });

  it('one of before whose session the managers did not know at the stop is not touched', async () => {
    const { note, settle, now } = world();
    now.known = sessions('k1');
    await note();
    now.known = {};
    expect(await settle()).toBeUndefined();
    expect(now.containers).toHaveLength(2);
  });

  it('nothing is touched where nothing was noted', async () => {
    const { settle, now } = world();
    now.known = {};
    expect(await settle()).toBeUndefined();
    expect(now.containers).toHaveLength(2);
  });
});
