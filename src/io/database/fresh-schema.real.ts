import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadCatalog } from '../../core/catalog/load-catalog.ts';
import { parseVersion } from '../../core/versions/parse-version.ts';
import { cacheHome } from '../../lib/state-home.ts';
import { thisMachine } from '../hosts/this-machine.ts';
import { buildEnvironment } from '../python/build-environment.ts';
import { wheelFolder } from '../python/wheel-folder.ts';
import type { ScratchServers } from '../services/scratch-pair.ts';
import { removeScratchServers, startScratchServers } from '../services/scratch-servers.ts';
import { readAlembicVersion } from './alembic-version.ts';
import { withDatabase } from './database.ts';
import { makeFreshSchema } from './fresh-schema.ts';
import { introspect } from './introspect.ts';

const sources = { wheels: wheelFolder };
let folder: string;
let servers: ScratchServers;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'baiup-fresh-'));
  servers = await startScratchServers(folder, { major: 1, sources, signal: AbortSignal.timeout(120_000) });
});
afterAll(() => removeScratchServers(folder, sources));

describe('a fresh install', () => {
  // From 26.02 on a release knows its tables only when its own command has asked for them.
  it.each([
    ['24.03.11', 'sessions', 28],
    ['26.09.6', 'virtual_entities', 104],
  ])(
    'of %s has all tables of the release, under a name that needs quoting',
    async (version, table, count) => {
      const release = loadCatalog().find(parseVersion(version));
      if (!release) throw new Error(`the catalog lacks ${version}`);
      const { published, python, schema } = release;
      const environment = join(cacheHome(), 'test-environments', `manager-${version}`);
      await buildEnvironment({
        host: thisMachine,
        component: 'manager',
        version,
        folder: environment,
        published,
        python,
      });
      const { port, user, password } = servers.postgres;
      await servers.createDatabase('fresh %41');
      const address = { host: '127.0.0.1', port, user, password, name: 'fresh %41' };
      const [head = ''] = schema.heads;
      await makeFreshSchema({
        host: thisMachine,
        python: join(environment, 'bin/python'),
        workdir: folder,
        address,
        head,
      });
      const { tables } = await withDatabase(address, introspect);
      expect(Object.keys(tables)).toHaveLength(count);
      expect(Object.keys(tables)).toContain(table);
      expect(await withDatabase(address, readAlembicVersion)).toEqual([head]);
    },
    300_000,
  );
});
