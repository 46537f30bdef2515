import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Settled } from '../../core/run/lost-session.ts';
import type { RunRecord } from '../../io/journal/port.ts';
import { simulatedJournal } from '../../io/journal/simulated-journal.ts';
import { inProcessEngine } from './in-process.ts';
import type { Drive } from './port.ts';
import { emptyContext, simulatedPlan, simulatedSteps, type World } from './simulated-world.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'baiup-settle-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const session = (id: string, ended: boolean) => ({
  id,
  name: id,
  accessKey: 'AK',
  status: 'RUNNING',
  agents: [],
  ended,
});

interface Hooks {
  readonly givesUp?: () => Promise<Settled>;
  readonly settles?: () => Promise<Settled>;
}

/** A run whose migrations say what they mean for sessions. */
async function begun(hops: number, hooks: Hooks = {}, failing?: World['failing']) {
  const world: World = { running: true, release: 0, database: 0, log: [], ...(failing ? { failing } : {}) };
  const plan = simulatedPlan(hops);
  const record: RunRecord = await simulatedJournal(() => new Date(), folder).create(plan);
  const { id, cluster, from, to } = plan;
  const rest = { predicted: 1, who: 'a test', accepted: [] };
  await record.append({ kind: 'run.started', plan: id, cluster, from, to, hops: plan.hops, ...rest });
  const steps = simulatedSteps(world).map((step) =>
    step.kind !== 'migrate'
      ? step
      : {
          ...step,
          givesUp: async ({ hop }: { hop: number }) => {
            world.log.push(`gives up ${hop}: release ${world.release}, ${world.running ? 'up' : 'down'}`);
            return hooks.givesUp?.();
          },
          settles: async ({ hop }: { hop: number }) => {
            world.log.push(`settles ${hop}: release ${world.release}, ${world.running ? 'up' : 'down'}`);
            return hooks.settles?.();
          },
        },
  );
  const drive: Drive = {
    record,
    steps,
    context: emptyContext(record.folder),
    asked: () => undefined,
    onEvent: () => undefined,
  };
  const hooked = () => world.log.filter((line) => line.includes(': release'));
  return { world, drive, hooked };
}

it('what is given up is asked while the newer release runs, and settled once the older one does', async () => {
  const { drive, hooked } = await begun(1);
  await inProcessEngine.advance(drive);
  await inProcessEngine.rollback(drive);
  expect(hooked()).toEqual(['gives up 1: release 1, up', 'settles 1: release 0, up']);
});

it('of several hops only the one is asked whose capture is restored', async () => {
  const { drive, hooked } = await begun(3);
  await inProcessEngine.advance(drive);
  await inProcessEngine.rollback(drive);
  expect(hooked()).toEqual(['gives up 1: release 3, up', 'settles 1: release 0, up']);
});

it('a hop that failed once something of it was started asks too', async () => {
  const { drive, hooked } = await begun(2, {}, { kind: 'prove', hop: 2 });
  await inProcessEngine.advance(drive);
  expect(hooked()).toEqual(['gives up 2: release 2, up', 'settles 2: release 1, up']);
});

it('nothing can have begun where nothing was started', async () => {
  const { drive, hooked } = await begun(1, {}, { kind: 'switch', hop: 1 });
  await inProcessEngine.advance(drive);
  expect(hooked()).toEqual(['settles 1: release 0, up']);
});

it('what steps say is in the journal and in every view', async () => {
  const { drive } = await begun(1, {
    givesUp: async () => ({ givenUp: [session('b', true)], endedSince: [session('a', false)] }),
    settles: async () => ({ givenUp: [], endedSince: [session('a', true)] }),
  });
  await inProcessEngine.advance(drive);
  const view = await inProcessEngine.rollback(drive);
  expect(view.state).toBe('rolled-back');
  expect(view.sessions).toEqual({ givenUp: [session('b', true)], endedSince: [session('a', true)] });
});

it('what cannot be said stands in nobody’s way', async () => {
  const fails = async (): Promise<never> => {
    throw new Error('the database is away');
  };
  const { drive, world } = await begun(1, { givesUp: fails, settles: fails });
  await inProcessEngine.advance(drive);
  const view = await inProcessEngine.rollback(drive);
  expect(view.state).toBe('rolled-back');
  expect(view.sessions).toEqual({ givenUp: [], endedSince: [], trouble: 'the database is away' });
  expect(world.database).toBe(0);
});
