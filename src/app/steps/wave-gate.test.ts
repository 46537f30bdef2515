import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Counted } from '../../core/census/census.ts';
import type { Inventory } from '../../core/cluster/inventory.ts';
import { simulatedHost } from '../../io/hosts/simulated.ts';
import { BaiupError } from '../../lib/errors.ts';
import { agentsNote } from './agents-note.ts';
import type { StepContext } from './context.ts';
import { SimulatedProofs } from './simulated-proofs.ts';
import { type SimulatedState, simulatedState } from './simulated-state.ts';
import { waveGate } from './wave-gate.ts';
import { noteWaveSince, waveSince } from './wave-since.ts';

const agent = (id: string) => ({
  id,
  component: 'agent',
  host: 'local',
  config: '/c',
  agent: { id: id.replace('a', 'i-'), varBase: '/var' },
});
const inventory = {
  api: { accessKey: 'AK' },
  proof: { image: 'python', architecture: 'x86_64', scalingGroup: 'default' },
  components: [
    { id: 'm1', component: 'manager', host: 'local', config: '/c', workdir: '/w' },
    ...['a1', 'a2', 'a3'].map(agent),
  ],
} as unknown as Inventory;

const offers = (cpu: number, status = 'ALIVE'): Counted['rows'] => ({
  'i-1': { status, slots: { cpu }, plugins: [] },
  'i-2': { status: 'ALIVE', slots: { cpu: 4 }, plugins: [] },
});

let folder = '';
let state: SimulatedState;
let world: SimulatedProofs;
let context: StepContext;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'baiup-gate-'));
  state = simulatedState({ offers: { count: 2, rows: offers(4) ?? {} } });
  world = new SimulatedProofs(folder);
  context = world.contextOf({ inventory }, state);
  await agentsNote.apply({ hop: 1 }, context, 'todo');
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const gate = { hop: 1, wave: 0, name: 'canary', members: ['a1', 'a2'], bake: 0 };
const pass = (more: object = {}) => waveGate.apply({ ...gate, ...more }, context, 'todo');
const where = () => world.asked.map((each) => each.where);

/** Nobody waits here until a gate gives up. */
function inAHurry(): void {
  vi.useFakeTimers({ toFake: ['performance'] });
  const capacity = async () => {
    vi.advanceTimersByTime(70_000);
    return state.offers;
  };
  context = { ...context, database: { ...context.database, capacity } };
}
afterEach(() => vi.useRealTimers());

describe('the gate of a wave', () => {
  it('is passed where agents offer what they offered, and a session starts on those that are empty', async () => {
    const kernelsOn = async (id: string) => (id === 'i-2' ? ['of a user'] : []);
    context = { ...context, database: { ...context.database, kernelsOn } };
    expect(await pass()).toEqual({ agents: 2, watched: 0, sessions: 1 });
    expect(where()).toEqual(['i-1']);
  });

  it('waits until they are back', async () => {
    state.offers = { count: 2, rows: offers(4, 'LOST') ?? {} };
    setTimeout(() => {
      state.offers = { count: 2, rows: offers(4) ?? {} };
    }, 30);
    await expect(pass()).resolves.toMatchObject({ agents: 2 });
  });

  it.each([
    ['is not back', offers(4, 'LOST'), 'a1: agent i-1 is LOST'],
    ['offers less', offers(3), 'a1: slot cpu of agent i-1 is 3 instead of 4'],
  ])('names the agent that %s', async (_what, rows, message) => {
    inAHurry();
    state.offers = { count: 2, rows: rows ?? {} };
    await expect(pass()).rejects.toMatchObject({
      code: 'wave.gate',
      message: expect.stringContaining(message),
      found: { members: ['a1'] },
    });
  });

  it('names the agent whose host does not answer, and no other', async () => {
    inAHurry();
    state.offers = { count: 2, rows: offers(4, 'LOST') ?? {} };
    const readText = async () => {
      throw new BaiupError('host.unreachable', 'it does not answer');
    };
    context = { ...context, host: (name) => ({ ...simulatedHost(name, new Map()), readText }) };
    await expect(pass()).rejects.toMatchObject({ code: 'wave.gate', found: { members: ['a1'] } });
  });

  it('is passed by an agent that offers less where that is accepted, not by one that is away', async () => {
    inAHurry();
    state.offers = { count: 2, rows: offers(3) ?? {} };
    await expect(pass({ accepted: true })).resolves.toMatchObject({ agents: 2 });
    state.offers = { count: 2, rows: offers(4, 'LOST') ?? {} };
    await expect(pass({ accepted: true })).rejects.toMatchObject({ code: 'wave.gate' });
  });

  it('names the agent on which no session starts', async () => {
    world.broken.add('i-2');
    world.code = 'session.not-running';
    await expect(pass()).rejects.toMatchObject({
      message: expect.stringContaining('a2: no session starts, answers and ends on it'),
      found: { members: ['a2'] },
    });
  });

  it.each([
    ['users have taken the room', 'session.no-room', false],
    ['it failed in the same way before', 'session.not-running', true],
  ])('is passed where %s', async (_what, code, isBefore) => {
    world.code = code;
    world.broken.add('gpu');
    if (isBefore) await world.tryBefore(context);
    world.broken.add('i-2');
    await expect(pass()).resolves.toMatchObject({ agents: 2 });
  });

  it('leaves out whoever is postponed', async () => {
    context = { ...context, postponed: () => new Set(['a1']) };
    state.offers = { count: 2, rows: offers(4, 'LOST') ?? {} };
    await expect(pass()).resolves.toMatchObject({ agents: 1 });
    expect(where()).toEqual(['i-2']);
    context = { ...context, postponed: () => new Set(['a1', 'a2']) };
    expect(await pass()).toEqual({ agents: 0 });
  });

  it('watches for the rest of its time where an earlier process began to, and says so', async () => {
    await noteWaveSince(1, 0, Date.now() - 3_600_000, context);
    expect(await pass({ bake: 1800 })).toEqual({ agents: 2, watched: 1800, goesOn: true, before: 3600 });
    expect(where()).toEqual([]);
  });

  it('looks once more after the time', async () => {
    inAHurry();
    const looks: string[] = [];
    const capacity = async () => {
      looks.push('look');
      vi.advanceTimersByTime(70_000);
      return { count: 2, rows: offers(4, looks.length > 1 ? 'LOST' : 'ALIVE') ?? {} };
    };
    context = { ...context, database: { ...context.database, capacity } };
    await noteWaveSince(1, 0, Date.now() - 3_600_000, context);
    await expect(pass({ bake: 1 })).rejects.toMatchObject({ found: { members: ['a1'] } });
  });

  it('is watched anew once its wave was taken back', async () => {
    await noteWaveSince(1, 0, 1, context);
    if (typeof waveGate.undo !== 'function') expect.unreachable();
    await waveGate.undo(gate, context);
    expect(await waveSince(1, 0, context)).toBeUndefined();
  });
});
