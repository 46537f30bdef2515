import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { LiveSession } from '../../core/cluster/live-session.ts';
import { BaiupError } from '../../lib/errors.ts';
import type { StepContext } from './context.ts';
import { databaseCapture } from './database-capture.ts';
import { keptFiles } from './kept-files.ts';
import { schemaMigrate } from './schema-migrate.ts';
import { newer, old, simulatedAgent } from './simulated-agent.ts';

let runFolder = '';
beforeEach(async () => {
  runFolder = await mkdtemp(join(tmpdir(), 'baiup-sessions-'));
});
afterEach(() => rm(runFolder, { recursive: true, force: true }));

const session = (id: string, change: Partial<LiveSession> = {}): LiveSession => ({
  id,
  name: `name of ${id}`,
  accessKey: `AK-${id}`,
  status: 'RUNNING',
  agents: ['i-a1'],
  ...change,
});
const ids = (sessions: readonly { readonly id: string }[] | undefined) => sessions?.map(({ id }) => id);
const params = { hop: 1, member: 'm1', legs: [] as never };

/** A cluster whose sessions were noted at the stop, and its sessions now. */
async function stopped(before: readonly LiveSession[], now: readonly LiveSession[], answers = true) {
  const agent = simulatedAgent(runFolder, { state: { sessions: before } });
  await databaseCapture.apply({ hop: 1 }, agent.context, 'todo');
  Object.assign(agent.now, { sessions: now, answers });
  return {
    ...agent,
    givesUp: () => schemaMigrate.givesUp?.(params, agent.context),
    settles: () => schemaMigrate.settles?.(params, agent.context),
    noted: keptFiles(agent.context, 1).sessions,
  };
}

describe('before a database is restored', () => {
  it('sessions that began since are ended and told, and no others', async () => {
    const { givesUp, now } = await stopped([session('a')], [session('a'), session('b', { owner: 'ana' })]);
    expect(await givesUp()).toEqual({
      givenUp: [{ ...session('b', { owner: 'ana' }), ended: true }],
      endedSince: [],
    });
    expect(ids(now.sessions)).toEqual(['a']);
    expect(now.frozen).toBe(true);
  });

  it('they are ended all the same where the note of what became of others was damaged', async () => {
    const { givesUp, settles, now, context } = await stopped([], [session('b')]);
    const { settled } = keptFiles(context, 1);
    await writeFile(settled, '[');
    await expect(settles()).rejects.toMatchObject({ code: 'sessions.note-damaged' });
    expect(await givesUp()).toMatchObject({ givenUp: [{ id: 'b', ended: true }] });
    expect(now.sessions).toEqual([]);
  });

  it('those that have ended since are told', async () => {
    const { givesUp } = await stopped([session('a'), session('b')], [session('b')]);
    expect(await givesUp()).toEqual({ givenUp: [], endedSince: [{ ...session('a'), ended: false }] });
  });

  it('those that do not end are told as such', async () => {
    const { givesUp } = await stopped([], [session('b'), session('c', { name: 'endless' })]);
    const told = await givesUp();
    expect(told?.givenUp.map(({ id, ended }) => [id, ended])).toEqual([
      ['b', true],
      ['c', false],
    ]);
  });

  it('they are told, with why, where the manager does not answer', async () => {
    const { givesUp, now } = await stopped([], [session('b')], false);
    expect(await givesUp()).toEqual({
      givenUp: [{ ...session('b'), ended: false }],
      endedSince: [],
      trouble: 'the manager does not answer',
    });
    expect(ids(now.sessions)).toEqual(['b']);
  });

  it('nothing is said of a manager that need not be asked', async () => {
    const { givesUp } = await stopped([session('a')], [session('a')], false);
    expect(await givesUp()).toEqual({ givenUp: [], endedSince: [] });
  });

  it('those that an earlier attempt ended are told again', async () => {
    const { givesUp, now } = await stopped([], [session('b')]);
    await givesUp();
    now.sessions = [session('c')];
    expect(ids((await givesUp())?.givenUp)).toEqual(['b', 'c']);
  });

  it('no session is ended where none were noted: they may all be of the time before', async () => {
    const { givesUp, now, noted } = await stopped([session('a')], [session('a')]);
    await rm(noted);
    expect(await givesUp()).toMatchObject({ givenUp: [], trouble: expect.stringContaining('not recorded') });
    expect(ids(now.sessions)).toEqual(['a']);
    await writeFile(noted, '[');
    await expect(givesUp()).rejects.toMatchObject({
      code: 'sessions.note-damaged',
      message: `${noted} no longer holds the sessions of the stop, so baiup cannot tell which began later`,
      hint: 'end the sessions of the newer release manually, then go back',
    });
    expect(ids(now.sessions)).toEqual(['a']);
  });

  const without = async (change: Partial<StepContext>) => {
    const world = await stopped([], [session('b')]);
    const context = { ...world.context, ...change };
    return { now: world.now, givesUp: async () => schemaMigrate.givesUp?.(params, context) };
  };
  const fails = (error: Error) => async (): Promise<never> => Promise.reject(error);

  it('they are ended by a manager that answers, also where it cannot hold new ones up', async () => {
    const { givesUp, now } = await without({ freeze: fails(new BaiupError('api.refused', 'no')) });
    expect(await givesUp()).toEqual({ givenUp: [{ ...session('b'), ended: true }], endedSince: [] });
    expect(now.sessions).toEqual([]);
  });

  it.each([new Error('the socket broke'), new BaiupError('api.unreachable', 'the manager is away')])(
    'none is ended where nobody knows whether new ones begin meanwhile: %s',
    async (error) => {
      const { givesUp, now } = await without({ freeze: fails(error) });
      expect(await givesUp()).toMatchObject({
        givenUp: [{ id: 'b', ended: false }],
        trouble: error.message,
      });
      expect(ids(now.sessions)).toEqual(['b']);
    },
  );

  it.each(['freeze', 'endSessions'])('that all is cut is no word of the manager: %s', async (asked) => {
    const signal = AbortSignal.abort(new Error('cut'));
    const away = fails(new BaiupError('api.unreachable', 'away'));
    const { givesUp } = await without({ freeze: async () => undefined, [asked]: away, signal });
    await expect(givesUp()).rejects.toThrow('cut');
  });

  it('a database of a component of its own knows no sessions', async () => {
    const { context } = await stopped([], [session('b')]);
    expect(await schemaMigrate.givesUp?.({ ...params, database: 'pc1' }, context)).toBeUndefined();
    expect(await schemaMigrate.settles?.({ ...params, database: 'pc1' }, context)).toBeUndefined();
  });

  it('what is noted can be read by its owner only', async () => {
    const { noted } = await stopped([session('a')], []);
    expect(JSON.parse(await readFile(noted, 'utf8'))).toEqual([session('a')]);
  });
});

describe('once the old release runs again', () => {
  it('sessions that had ended are ended again', async () => {
    const { givesUp, settles, now } = await stopped([session('a'), session('b')], [session('b')]);
    await givesUp();
    now.sessions = [session('a'), session('b')];
    expect(await settles()).toEqual({ givenUp: [], endedSince: [{ ...session('a'), ended: true }] });
    expect(ids(now.sessions)).toEqual(['b']);
  });

  it('those that ended by themselves need nothing', async () => {
    const { givesUp, settles, now } = await stopped([session('a')], []);
    await givesUp();
    now.answers = false;
    expect(await settles()).toEqual({ givenUp: [], endedSince: [{ ...session('a'), ended: true }] });
  });

  it('those that cannot be ended are told, with why', async () => {
    const { givesUp, settles, now } = await stopped([session('a')], []);
    await givesUp();
    Object.assign(now, { sessions: [session('a')], answers: false });
    expect(await settles()).toEqual({
      givenUp: [],
      endedSince: [{ ...session('a'), ended: false }],
      trouble: 'the manager does not answer',
    });
  });

  it('nothing is said where none had ended', async () => {
    const { givesUp, settles } = await stopped([session('a')], [session('a')]);
    await givesUp();
    expect(await settles()).toBeUndefined();
  });
});

describe('beside a database that stays', () => {
  const given = { params: { restoresData: false }, files: { [old]: 'kernels' } };
  const lost = session('b', { agents: ['i-a1'] });
  const elsewhere = session('c', { agents: ['i-a2'] });

  it('sessions of an agent that could not be given their kernels are ended', async () => {
    const agent = simulatedAgent(runFolder, {
      ...given,
      state: { readable: false, sessions: [session('a')] },
    });
    await databaseCapture.apply({ hop: 1 }, agent.context, 'todo');
    await agent.apply();
    agent.write(newer, 'newer kernels');
    await agent.undo();
    agent.now.sessions = [session('a'), lost, elsewhere];
    expect(await agent.settles()).toEqual({ givenUp: [{ ...lost, ended: true }], endedSince: [] });
    expect(ids(agent.now.sessions)).toEqual(['a', 'c']);
  });

  it('they are told, with why, where they cannot be ended, or nobody knows which they are', async () => {
    const agent = simulatedAgent(runFolder, { ...given, state: { readable: false } });
    await databaseCapture.apply({ hop: 1 }, agent.context, 'todo');
    await agent.apply();
    agent.write(newer, 'newer kernels');
    await agent.undo();
    Object.assign(agent.now, { sessions: [lost], answers: false });
    expect(await agent.settles()).toEqual({
      givenUp: [{ ...lost, ended: false }],
      endedSince: [],
      trouble: 'the manager does not answer',
    });
    await rm(keptFiles(agent.context, 1).sessions);
    agent.now.answers = true;
    expect(await agent.settles()).toEqual({
      givenUp: [],
      endedSince: [],
      trouble: 'the sessions that ran at the stop were not recorded',
    });
    expect(ids(agent.now.sessions)).toEqual(['b']);
  });

  it('and none of one that was given them', async () => {
    const agent = simulatedAgent(runFolder, given);
    await databaseCapture.apply({ hop: 1 }, agent.context, 'todo');
    await agent.apply();
    agent.write(newer, 'newer kernels');
    await agent.undo();
    agent.now.sessions = [lost];
    expect(await agent.settles()).toBeUndefined();
    expect(ids(agent.now.sessions)).toEqual(['b']);
  });
});
