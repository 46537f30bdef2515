import { describe, expect, it } from 'vitest';
import { parseVersion } from '../../core/versions/parse-version.ts';
import { BaiupError } from '../../lib/errors.ts';
import { gather } from '../../lib/gather.ts';
import { seeWorkloads, type WorkloadDoors, type WorkloadsFrom } from './see-workloads.ts';

const session = (id: string) => ({
  ...{ id, name: id, kind: 'batch', status: 'RUNNING', accessKey: 'AK', agents: [], slots: {} },
});
const folder = { id: 'f', name: 'data', status: 'cloning' };

function doors({ api, database }: { readonly api?: Error; readonly database?: Error } = {}) {
  const open = { database: 0 };
  const all: WorkloadDoors = {
    api: async () => {
      if (api) throw api;
      return { version: parseVersion('24.03.11'), sessions: [session('of api')], agents: [], endpoints: [] };
    },
    tasks: async () => [],
    uploads: async () => [],
    database: async () => {
      if (database) throw database;
      open.database += 1;
      return {
        async *sessions() {
          yield [session('of database')];
        },
        agents: async () => [],
        endpoints: async () => [],
        folders: async () => [folder],
        close: async () => {
          open.database -= 1;
        },
      };
    },
  };
  return { all, open };
}

async function seen(how: Parameters<typeof doors>[0], only?: WorkloadsFrom) {
  const { all, open } = doors(how);
  const { from, why, folders, sessions, close } = await seeWorkloads(all, only);
  const [first] = await gather(sessions());
  await close();
  return { from, why: why?.code, folders: folders?.length, first: first?.id, open: open.database };
}

const clock = new BaiupError('api.clock', 'the clock is off', { hint: 'set it' });
const away = new BaiupError('database.unreachable', 'no database', { hint: 'start it' });

describe('seeWorkloads', () => {
  it('asks the API, and the database for folders alone', async () => {
    expect(await seen({})).toEqual({ from: 'api', why: undefined, folders: 1, first: 'of api', open: 0 });
  });

  it('does not know of folders where the database is away', async () => {
    expect(await seen({ database: away })).toMatchObject({
      from: 'api',
      folders: undefined,
      first: 'of api',
    });
  });

  it('reads the database where the API does not serve, and says why', async () => {
    const told = { from: 'database', why: 'api.clock', folders: 1, first: 'of database', open: 0 };
    expect(await seen({ api: clock })).toEqual(told);
  });

  it('asks only what it is told to', async () => {
    expect(await seen({}, 'database')).toMatchObject({
      from: 'database',
      why: undefined,
      first: 'of database',
    });
    await expect(seen({ api: clock }, 'api')).rejects.toBe(clock);
  });

  it('names both where neither answers', async () => {
    await expect(seen({ api: clock, database: away })).rejects.toMatchObject({
      code: 'database.unreachable',
      message: 'no database; the API does not serve either: the clock is off',
      hint: 'start it',
    });
  });

  it.each([new Error('our own fault'), new BaiupError('cluster.secret-missing', 'no key')])(
    'takes nothing else for an API that does not serve: %s',
    async (api) => {
      await expect(seen({ api })).rejects.toBe(api);
    },
  );
});
