import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Inventory } from '../../src/core/cluster/inventory.ts';
import { readAlembicVersion } from '../../src/io/database/alembic-version.ts';
import { asideNames, asidePlaces } from '../../src/io/database/aside/aside-names.ts';
import { withDatabase } from '../../src/io/database/database.ts';
import { besideDatabase } from '../../src/io/database/server.ts';
import { thisMachine } from '../../src/io/hosts/this-machine.ts';
import { processService } from '../../src/io/services/process.ts';
import { waitFor } from '../../src/lib/wait.ts';
import { killedOnce } from './killed-once.ts';
import { addressOf, dumpLines, etcdPairs, inventoryOf, type Lab, openLab } from './lab.ts';

/**
 * An upgrade that sets its database aside is killed between each two of rename, copy, migrate and rename back, with the
 * cluster's programs started in between. Under the database's name there is never anything but the old one as it was or
 * the new one as it is proven.
 */
let lab: Lab;
let cluster = '';
let inventory: Inventory;
let before: { readonly database: string[]; readonly etcd: Record<string, string> };
let runs = 0;

const [from, to] = ['24.03.11', '24.09.4'];
const heads = { old: '', new: 'e9e574a6e22d' };
const on = (): string[] => ['--cluster', cluster];
const name = (): string => `r-${runs}`;
const journal = (): string => join(lab.folder, 'baiup/runs', name(), 'journal.jsonl');
const member = (id: string) => {
  const found = inventory.components.find((each) => each.id === id);
  if (!found) throw new Error(`there is no member ${id}`);
  return found;
};
const serviceFolder = (id: string): string => {
  const { service } = member(id);
  if (service.kind !== 'process') throw new Error(`${id} is no plain process`);
  return service.folder;
};

async function databases(): Promise<string[]> {
  const rows = await besideDatabase(addressOf(inventory), (server) =>
    server.query<{ name: string }>(
      "SELECT datname::text AS name FROM pg_database WHERE datname LIKE 'backend%' ORDER BY 1",
    ),
  );
  return rows.map((row) => row.name);
}

/** Which places of a run are taken: `name`, `aside`, `copy`, `undone`. */
async function places(): Promise<string[]> {
  const text = await readFile(join(lab.folder, 'baiup/runs', name(), 'run.json'), 'utf8').catch(() => '');
  if (text === '') return ['name'];
  const names = asideNames(inventory.database.name, { run: JSON.parse(text).id, hop: 1 });
  const found = await databases();
  return asidePlaces.filter((place) => found.includes(names[place]));
}

/** What has the database's name: the revision that it is at. */
async function underItsName(): Promise<string> {
  if (!(await places()).includes('name')) return 'nothing';
  return withDatabase(addressOf(inventory), async (database) => (await readAlembicVersion(database)).join());
}

/** An operator starts a manager without its service, from one of the environments. @returns what it prints */
async function startManager(version: string): Promise<string> {
  const { config, workdir } = member('m1');
  const { environment } = await processService(thisMachine, serviceFolder('m1')).state();
  const python = join(environment, '..', `manager-${version}`, 'bin/python');
  const child = spawn(python, ['-m', 'ai.backend.manager.server', '-f', config], {
    ...{ cwd: workdir, detached: true, stdio: ['ignore', 'pipe', 'pipe'] },
    env: { PATH: process.env['PATH'] ?? '', HOME: workdir, PYTHONUNBUFFERED: '1' },
  });
  let said = '';
  const ended = new Promise((resolve) => child.once('close', resolve));
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => {
      said += chunk.toString();
    });
  const hasSaid = async () =>
    /does not exist|InvalidCatalogName|started|serving/i.test(said) || child.exitCode !== null || undefined;
  await waitFor(hasSaid, { timeoutMs: 90_000, everyMs: 100, what: 'a manager to tell what it finds' }).catch(
    () => undefined,
  );
  try {
    process.kill(-(child.pid ?? 0), 'SIGKILL');
  } catch {
    // It has ended.
  }
  await ended;
  return said;
}

/** Whoever starts a manager in between finds no database at all, and changes nothing. */
async function expectNoDatabaseFor(version: string): Promise<void> {
  const was = await places();
  expect(await underItsName()).toBe('nothing');
  const said = await startManager(version);
  expect(said).toMatch(tells[version === from && (await etcdHasMoved()) ? 'movedEtcd' : 'noDatabase']);
  expect(said).not.toMatch(/serving at|started handling/i);
  expect(await places()).toEqual(was);
}

/** A migration takes registries out of etcd, which an old manager reads before it looks for its database. */
const tells = {
  noDatabase: /database "backend" does not exist/,
  movedEtcd: /'registry': DataError\('is required'\)/,
};
async function etcdHasMoved(): Promise<boolean> {
  const registries = (pairs: Record<string, string>) =>
    Object.keys(pairs).filter((key) => key.includes('config/docker/registry/')).length;
  return registries(await etcdPairs(inventory)) < registries(before.etcd);
}

async function begin(): Promise<string[]> {
  const plan = join(lab.folder, 'plan.json');
  const { exitCode, json } = await lab.json('plan', to, ...on(), '--capture', 'aside', '-o', plan);
  expect({ exitCode, error: json.error }).toEqual({ exitCode: 0, error: undefined });
  runs += 1;
  return ['apply', plan, ...on(), '--yes', '--no-rehearsal'];
}

const hasTold = async (text: string): Promise<boolean> =>
  (await readFile(journal(), 'utf8').catch(() => '')).includes(text);
const began = (kind: string, step: string) => async (): Promise<boolean> => {
  const text = await readFile(journal(), 'utf8').catch(() => '');
  return new RegExp(`"kind":"${kind}"[^\\n]*"${step.replaceAll('.', '\\.')}"`).test(text);
};

async function resumed(): Promise<void> {
  const { exitCode, json } = await lab.json('resume', name(), ...on(), '--yes');
  expect({ exitCode, state: json.state, failure: json.failure }).toEqual({
    exitCode: 0,
    state: 'done',
    failure: undefined,
  });
  expect(await underItsName()).toBe(heads.new);
  expect((await places()).sort()).toEqual(['aside', 'name']);
}

async function rolledBack(): Promise<void> {
  const { exitCode, json } = await lab.json('rollback', name(), ...on(), '--yes');
  expect({ exitCode, state: json.state }).toEqual({ exitCode: 0, state: 'rolled-back' });
  expect(await underItsName()).toBe(heads.old);
  expect(await places()).not.toContain('copy');
  expect(await places()).not.toContain('aside');
  expect(await dumpLines(inventory)).toEqual(before.database);
  expect(await etcdPairs(inventory)).toEqual(before.etcd);
}

beforeAll(async () => {
  lab = await openLab();
  const { exitCode, json } = await lab.json('sandbox', 'up', '--at', from);
  expect({ exitCode, error: json.error }).toEqual({ exitCode: 0, error: undefined });
  cluster = json.cluster;
  inventory = await inventoryOf(cluster);
  before = { database: await dumpLines(inventory), etcd: await etcdPairs(inventory) };
  heads.old = await underItsName();
}, 600_000);

afterAll(async () => {
  await lab.run(['sandbox', 'down']);
  await lab.close();
}, 120_000);

describe('a database that is set aside, and a baiup that is killed', { timeout: 900_000 }, () => {
  it('after the rename, before the copy: nobody finds a database; it goes on to the end, and back', async () => {
    await killedOnce(lab, await begin(), async () => {
      const taken = await places();
      return taken.includes('aside') && !taken.includes('name');
    });
    await expectNoDatabaseFor(from);
    await resumed();
    await rolledBack();
  });

  it('after the copy, before the migration: it goes back', async () => {
    await killedOnce(lab, await begin(), async () => (await places()).includes('copy'));
    await expectNoDatabaseFor(from);
    await rolledBack();
  });

  it('within the migration: neither the old nor the new manager finds it, also not by its service', async () => {
    await killedOnce(lab, await begin(), began('step.started', '1.migrate.schema'));
    await expectNoDatabaseFor(from);
    await expectNoDatabaseFor(to);
    for (const id of ['m1', 'a1', 's1', 'w1']) await processService(thisMachine, serviceFolder(id)).start();
    expect(await underItsName()).toBe('nothing');
    await resumed();
    await killedOnce(lab, ['rollback', name(), ...on(), '--yes'], async () =>
      (await places()).includes('undone'),
    );
    expect(await underItsName()).toBe(heads.old);
    await rolledBack();
  });

  it('after the migration, before it has its name: it goes back', async () => {
    await killedOnce(lab, await begin(), began('step.finished', '1.migrate.schema'));
    expect(['nothing', heads.new]).toContain(await underItsName());
    if ((await underItsName()) === 'nothing') {
      await expectNoDatabaseFor(from);
      await expectNoDatabaseFor(to);
    }
    await rolledBack();
  });

  it('once it has its name: it goes on to the end, and can be forgotten, which leaves one database', async () => {
    await killedOnce(lab, await begin(), async () => {
      const taken = await places();
      return taken.includes('aside') && taken.includes('name');
    });
    expect(await underItsName()).toBe(heads.new);
    await resumed();
    expect(await hasTold('run.forgetting')).toBe(false);
    for (let run = 1; run <= runs; run += 1) {
      const { exitCode, json } = await lab.json('forget', `r-${run}`, ...on(), '--yes');
      expect({ exitCode, error: json.error }).toEqual({ exitCode: 0, error: undefined });
    }
    expect(await databases()).toEqual([inventory.database.name]);
    const { exitCode, json } = await lab.json('rollback', name(), ...on(), '--yes');
    expect([exitCode, json.error?.code]).toEqual([2, 'run.forgotten']);
    const { json: status } = await lab.json('status', ...on());
    expect(status.findings).toEqual([]);
  });
});
