import { cp, mkdir, symlink, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { runJournal } from '../../src/app/records/run-journal.ts';
import { withDatabase } from '../../src/io/database/database.ts';
import { cacheHome } from '../../src/lib/state-home.ts';
import { ownPostgres } from './own-postgres.ts';
import { waitsForTest } from './small-cluster.ts';
import { openSmallRuns, type SmallRuns } from './small-run.ts';

/** Machines that share a store of runs: each has a home of its own. */
const own = ownPostgres('shared');
let runs: SmallRuns;
let elsewhere = '';
beforeAll(async () => {
  runs = await openSmallRuns();
  const { address } = own();
  const store = join(runs.small.folder, 'store.yaml');
  await writeFile(join(runs.small.folder, 'password'), 'shared\n', { mode: 0o600 });
  const password = { file: join(runs.small.folder, 'password') };
  const { host, port, name, user } = address;
  await writeFile(store, stringify({ postgres: { host, port, name, user, password, tls: 'off' } }));
  process.env['BAIUP_STORE'] = store;
  elsewhere = join(runs.small.folder, 'elsewhere');
  await mkdir(elsewhere);
  await symlink(cacheHome(), join(elsewhere, 'cache'));
});
afterEach(() => runs.reset());
afterAll(async () => {
  delete process.env['BAIUP_STORE'];
  await runs?.close();
});

const good = `${waitsForTest}; op.execute("UPDATE things SET name = upper(name)")`;
const driveElsewhere = (...words: string[]) =>
  runs.drive(words, ['env', `BAIUP_HOME=${elsewhere}`, 'SUDO_USER=ben']);

it('a run is followed and steered from another machine, and ends in the store', async () => {
  const run = await runs.begin(good);
  const migration = await runs.small.lockMigration();
  const driven = runs.drive(['resume', run.id]);
  await migration.waits(driven);
  const listed = JSON.parse((await driveElsewhere('runs', '--format', 'json').ended).stdout);
  expect(listed.at(-1)).toMatchObject({ run: run.id, state: 'running', driver: { life: 'alive' } });
  const second = await driveElsewhere('resume', run.id).ended;
  expect(second).toMatchObject({ exit: 2, stderr: expect.stringContaining('(run.driven-elsewhere)') });
  const following = driveElsewhere('show', run.id, '--follow');
  const paused = driveElsewhere('pause', run.id);
  await driven.says('pause');
  await migration.release();
  await driven.ends(3);
  await paused.ends(0);
  await following.ended;
  await runs.drive(['resume', run.id]).ends(0);
  expect(await runs.serving()).toBe('24.09.4');
  const verified = await driveElsewhere('show', run.id, '--verify').ended;
  expect(verified).toMatchObject({ exit: 0, stderr: '' });
  const hidden = await withDatabase(own().address, ({ query }) =>
    query(
      "SELECT query_to_xml('SELECT * FROM baiup.runs, baiup.events, baiup.texts', true, false, '')::text AS all",
    ),
  );
  expect(JSON.stringify(hidden)).not.toContain(runs.small.address.password.reveal());
});

it('a killed driver is followed by another machine, once it has what the way back needs', async () => {
  const run = await runs.killedWhileMigrating(good);
  const shown = await driveElsewhere('show', run.id).ended;
  expect(shown.stdout).toMatch(/Nobody drives it/);
  const refused = await driveElsewhere('resume', run.id).ended;
  expect(refused).toMatchObject({ exit: 2, stderr: expect.stringContaining('(run.files-elsewhere)') });
  await cp(run.folder, join(elsewhere, 'runs', basename(run.folder)), { recursive: true });
  await driveElsewhere('resume', run.id).ends(0);
  expect(await runs.serving()).toBe('24.09.4');
  await driveElsewhere('rollback', run.id, '--yes').ends(0);
  expect(await runs.serving()).toBe('24.03.11');
  const events = await (await runJournal().reader(run.id)).events();
  const ends = events.flatMap((event) => (event.kind === 'step.finished' ? [event.step] : []));
  expect(new Set(ends).size).toBe(ends.length);
  expect(await driveElsewhere('show', run.id, '--verify').ended).toMatchObject({ exit: 0 });
});
