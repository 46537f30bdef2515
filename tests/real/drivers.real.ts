import { mkdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { cacheHome } from '../../src/lib/state-home.ts';
import { waitsForTest } from './small-cluster.ts';
import { openSmallRuns, type SmallRun, type SmallRuns } from './small-run.ts';

/** Who drives a run: two operators, each with runs of their own, on one cluster. */
let runs: SmallRuns;
let bensHome = '';
beforeAll(async () => {
  runs = await openSmallRuns();
  bensHome = join(runs.small.folder, 'ben');
  await mkdir(bensHome);
  // Their runs are two operators'; the environment that lends its libraries is one.
  await symlink(cacheHome(), join(bensHome, 'cache'));
});
afterEach(() => runs.reset());
afterAll(() => runs?.close());

const good = `${waitsForTest}; op.execute("UPDATE things SET name = upper(name)")`;

/** A run of another operator, in a journal of their own. */
async function bensRun(): Promise<SmallRun> {
  process.env['BAIUP_HOME'] = bensHome;
  try {
    return await runs.begin(good);
  } finally {
    delete process.env['BAIUP_HOME'];
  }
}

const ana = async (...words: string[]) => runs.drive(words).ended;
const ben = async (...words: string[]) =>
  runs.drive(words, ['env', `BAIUP_HOME=${bensHome}`, 'SUDO_USER=ben']).ended;

/** What a run is known by in the world. */
const idOf = async ({ folder }: SmallRun): Promise<string> =>
  JSON.parse(await readFile(join(folder, 'run.json'), 'utf8')).id;

describe('two operators on one cluster', () => {
  it('keep out of each other’s way, whatever their runs are called', async () => {
    const [other, mine] = [await bensRun(), await runs.begin(good)];
    expect(await idOf(mine)).not.toBe(await idOf(other));
    const migration = await runs.small.lockMigration();
    const driven = runs.drive(['resume', mine.id]);
    await migration.waits(driven);
    const whose = `run ${mine.id} of .*, 24.03.11 → 24.09.4, since .*; process \\d+ on this machine drives it`;
    const refused = await ben('resume', other.id);
    expect(refused).toMatchObject({ exit: 2, stderr: expect.stringMatching(new RegExp(whose)) });
    const unlocked = await ben('unlock', '--yes', '--format', 'json');
    expect(unlocked.exit).toBe(2);
    expect(JSON.parse(unlocked.stdout)).toMatchObject({ error: { code: 'cluster.lock-alive' } });
    await migration.release();
    await driven.ends(0);
    const free = await ben('unlock', '--format', 'json');
    expect({ exit: free.exit, ...JSON.parse(free.stdout) }).toEqual({ exit: 0, released: null });
    const late = await ben('resume', other.id);
    expect(late).toMatchObject({ exit: 2, stderr: expect.stringContaining('(cluster.changed-since)') });
    expect(await runs.serving()).toBe('24.09.4');
  });

  it('are told that nobody drives a killed run, whose it is, and what to type', async () => {
    const [other, killed] = [await bensRun(), await runs.killedWhileMigrating(good)];
    const [name, id] = [killed.id, await idOf(killed)];
    const listed = JSON.parse((await ana('runs', '--format', 'json')).stdout);
    expect(listed.at(-1)).toMatchObject({ run: name, id, state: 'cut', driver: { life: 'dead' } });
    const shown = (await ana('show', id.slice(0, 6))).stdout;
    expect(shown).toMatch(
      /Nobody drives it: process \d+ of .* has ended\. The service is DOWN: m1 is stopped/,
    );
    expect(shown).toContain(`baiup resume ${name}`);
    const refused = await ben('resume', other.id);
    expect(refused.exit).toBe(2);
    expect(refused.stderr).toContain('unfinished; nobody drives it: its process on this machine has ended');
    expect(refused.stderr).toContain(`has its journal; go on there: baiup resume ${name}`);
    expect(await ana('resume', name)).toMatchObject({ exit: 0 });
    expect(await runs.serving()).toBe('24.09.4');
  });

  it('are told of it by status also where the database, or etcd, is away', async () => {
    const killed = await runs.killedWhileMigrating(good);
    const { file, inventory } = runs.small.cluster;
    const text = await readFile(file, 'utf8');
    const away = async (port: number) => {
      await writeFile(file, text.replace(`port: ${port}`, 'port: 1'));
      const said = await ana('status');
      const { stdout } = await ana('status', '--format', 'json');
      return { said, json: JSON.parse(stdout) };
    };
    try {
      const database = await away(inventory.database.port);
      expect(database.said).toMatchObject({ exit: 1, stderr: '' });
      expect(database.said.stdout).toMatch(/✗ m1 .* its service does not run/);
      expect(database.said.stdout).toContain(`${killed.id} (${await idOf(killed)}) 24.03.11 → 24.09.4: cut`);
      expect(database.said.stdout).toContain(`go on: baiup resume ${killed.id}`);
      expect(database.said.stdout).toContain('✗ database.unreachable');
      expect(database.json).toMatchObject({
        error: { code: 'database.unreachable' },
        components: [{ id: 'm1', healthy: false }],
        run: { run: killed.id, state: 'cut', life: 'dead' },
      });
      const etcd = await away(inventory.etcd.port);
      expect(etcd.said.stdout).toContain('etcd does not tell who has the cluster');
      expect(etcd.said.stdout).toContain(`go on: baiup resume ${killed.id}`);
      expect(etcd.json).toMatchObject({ run: { state: 'cut', life: null }, lock: null });
    } finally {
      await writeFile(file, text);
    }
  });

  it('do not step past it by a mistyped namespace', async () => {
    await runs.killedWhileMigrating(good);
    const { file } = runs.small.cluster;
    const text = await readFile(file, 'utf8');
    await writeFile(file, text.replace('namespace: local', 'namespace: locl'));
    try {
      const refused = await ben('unlock', '--yes');
      expect(refused).toMatchObject({ exit: 2, stderr: expect.stringContaining('(etcd.namespace-unused)') });
      expect(refused.stderr).toContain('the namespace "locl" of this etcd; managers have used local');
    } finally {
      await writeFile(file, text);
    }
  });

  it('can free the lock of a killed run, once somebody says yes', async () => {
    const killed = await runs.killedWhileMigrating(good);
    const asked = await ben('unlock');
    expect(asked.exit).toBe(64);
    expect(asked.stdout).toContain('Services may be stopped, and the database may be half way');
    const { exit, stdout } = await ben('unlock', '--yes', '--format', 'json');
    const released = { id: await idOf(killed), run: killed.id, from: '24.03.11', to: '24.09.4' };
    expect({ exit, ...JSON.parse(stdout) }).toMatchObject({ exit: 0, released });
    expect(await ana('rollback', killed.id, '--yes')).toMatchObject({ exit: 0 });
    expect(await runs.serving()).toBe('24.03.11');
  });
});

it('of processes that go on with a run at once one drives it', async () => {
  const run = await runs.begin(good);
  const migration = await runs.small.lockMigration();
  const all = ['first', 'second', 'third'].map(() => runs.drive(['resume', run.id]));
  let over = 0;
  await new Promise<void>((resolve) => {
    for (const { ended } of all)
      void ended.then(() => {
        over += 1;
        if (over === all.length - 1) resolve();
      });
  });
  await migration.release();
  const ends = await Promise.all(all.map(({ ended }) => ended));
  expect(ends.map(({ exit }) => exit).sort()).toEqual([0, 2, 2]);
  const refused = ends.filter(({ exit }) => exit === 2);
  for (const { stderr } of refused) expect(stderr).toContain('(run.driven-elsewhere)');
  expect((await run.view()).state).toBe('done');
});

describe('a journal that lost the migration', () => {
  it('is told for that run alone, and the run goes back once that is accepted', async () => {
    const before = await runs.small.contents();
    const killed = await runs.killedWhileMigrating(good);
    const name = killed.id;
    const path = join(killed.folder, 'journal.jsonl');
    const lines = (await readFile(path, 'utf8')).split('\n');
    await writeFile(path, lines.filter((line) => !line.includes('"step":"1.migrate"')).join('\n'));
    const listed = await ana('runs');
    expect(listed).toMatchObject({ exit: 0, stderr: '' });
    expect(listed.stdout).toMatch(new RegExp(`^${name} .* damaged .*missing.*: baiup show ${name}$`, 'm'));
    const shown = await ana('show', name);
    expect(shown).toMatchObject({ exit: 0, stdout: expect.stringContaining('It captured') });
    for (const words of [
      ['resume', name],
      ['rollback', name, '--yes'],
    ]) {
      const refused = await ana(...words);
      expect(refused).toMatchObject({ exit: 1, stderr: expect.stringContaining('(run.damaged)') });
    }
    const back = await ana('rollback', name, '--yes', '--accept', 'run.damaged');
    expect(back).toMatchObject({
      exit: 0,
      stdout: expect.stringContaining('Back: small runs 24.03.11 again'),
    });
    expect(await runs.serving()).toBe('24.03.11');
    expect(await runs.small.contents()).toEqual(before);
    const again = await ana('resume', name);
    expect(again.stdout).toContain('Back: small runs 24.03.11 again');
  });
});
