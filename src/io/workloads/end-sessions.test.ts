import { setTimeout as delay } from 'node:timers/promises';
import { expect, it } from 'vitest';
import type { LiveSession } from '../../core/cluster/live-session.ts';
import { endSessions } from './end-sessions.ts';

/** How a session ends: when it is asked, only at the second time, only when forced, never; or the manager is silent. */
type Manner = 'asked' | 'asked-twice' | 'forced' | 'never' | 'silent';

async function ended(manners: Readonly<Record<string, Manner>>) {
  const live = new Map(Object.entries(manners));
  const log: string[] = [];
  const sessions = [...live.keys()].map(
    (id): LiveSession => ({ id, name: id, accessKey: `AK-${id}`, status: 'RUNNING', agents: [] }),
  );
  const left = await endSessions(sessions, {
    api: {
      endSession: async ({ id, accessKey }, { forced }) => {
        const manner = live.get(id);
        log.push(`${forced ? 'force' : 'ask'} ${id} of ${accessKey}`);
        if (manner === 'silent') throw new Error('does not answer');
        if (manner === 'asked-twice') {
          live.set(id, 'asked');
          throw new Error('it is being prepared');
        }
        if (manner === 'asked' || (manner === 'forced' && forced)) live.delete(id);
      },
    },
    live: async () => [...live.keys()].map((id) => ({ id })),
    askedMs: 200,
    forcedMs: 200,
    everyMs: 5,
  });
  return { left: left.map(({ id }) => id), log };
}

it('asks each session once, as its owner', async () => {
  expect(await ended({ a: 'asked', b: 'asked' })).toEqual({
    left: [],
    log: ['ask a of AK-a', 'ask b of AK-b'],
  });
});

it('asks again where it was refused', async () => {
  expect(await ended({ a: 'asked-twice' })).toEqual({ left: [], log: ['ask a of AK-a', 'ask a of AK-a'] });
});

it('forces what does not end, once', async () => {
  expect(await ended({ a: 'forced', b: 'asked' })).toEqual({
    left: [],
    log: ['ask a of AK-a', 'ask b of AK-b', 'force a of AK-a'],
  });
});

it('says which have not ended', async () => {
  const { left } = await ended({ a: 'never', b: 'silent', c: 'asked' });
  expect(left).toEqual(['a', 'b']);
});

it('has nothing to do without sessions', async () => {
  expect(await ended({})).toEqual({ left: [], log: [] });
});

it('waits for as long as some end, however many there are', async () => {
  const live = new Set(Array.from({ length: 20 }, (_, index) => `${index}`));
  const sessions = [...live].map((id) => ({ id, name: id, accessKey: 'AK', status: 'RUNNING', agents: [] }));
  const left = await endSessions(sessions, {
    api: { endSession: async () => undefined },
    // One has ended each time that somebody looks.
    live: async () => {
      live.delete([...live][0] ?? '');
      return [...live].map((id) => ({ id }));
    },
    ...{ askedMs: 20, forcedMs: 0, everyMs: 10 },
  });
  expect(left).toEqual([]);
});

/** How many were asked for at once at most, where some answer only when all others have. */
async function mostAtOnce(sessions: number, silent: number): Promise<number> {
  const live = new Set(Array.from({ length: sessions }, (_, index) => `s-${index}`));
  const others = Promise.withResolvers<void>();
  let [underWay, most] = [0, 0];
  const left = await endSessions(
    [...live].map((id) => ({ id, name: id, accessKey: 'AK', status: 'RUNNING', agents: [] })),
    {
      api: {
        endSession: async ({ id }) => {
          underWay += 1;
          most = Math.max(most, underWay);
          await (Number(id.slice(2)) < silent ? others.promise : delay(1));
          live.delete(id);
          underWay -= 1;
          if (live.size === silent) others.resolve();
        },
      },
      live: async () => [...live].map((id) => ({ id })),
      ...{ everyMs: 5, slowMs: silent > 0 ? 20 : 20_000 },
    },
  );
  expect(left).toEqual([]);
  return most;
}

it('asks for two at once, because managers end more of them more slowly', async () => {
  expect(await mostAtOnce(9, 0)).toBe(2);
});

it('asks for others beside those whose agent does not answer', async () => {
  // A busy machine may make others late too.
  expect(await mostAtOnce(9, 3)).toBeGreaterThan(3);
});

it('asks for 16 at once where none answers', async () => {
  expect(await mostAtOnce(40, 15)).toBe(16);
});

it('asks for each of them, however many do not answer', async () => {
  const live = new Set(Array.from({ length: 50 }, (_, index) => `s-${index}`));
  const left = await endSessions(
    [...live].map((id) => ({ id, name: id, accessKey: 'AK', status: 'RUNNING', agents: [] })),
    {
      api: {
        endSession: async ({ id }) => {
          if (id === 's-49') live.delete(id);
          else await delay(60).then(() => Promise.reject(new Error('its agent does not answer')));
        },
      },
      live: async () => [...live].map((id) => ({ id })),
      ...{ askedMs: 40, forcedMs: 0, everyMs: 1, slowMs: 5 },
    },
  );
  expect(left.map(({ id }) => id)).not.toContain('s-49');
  expect(left).toHaveLength(49);
});
