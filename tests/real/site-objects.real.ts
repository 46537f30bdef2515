import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { makeSmallRelease } from './small-release.ts';
import { openSmallRuns, type SmallRuns } from './small-run.ts';
import { withoutAcceptance } from './without-acceptance.ts';

/** What a site leaves in the database beside its release, over a whole run. */
let runs: SmallRuns;
let source: string;

const tables = `CREATE TABLE things_backup AS SELECT * FROM things; CREATE TABLE site_billing (id serial PRIMARY KEY, amount numeric)`;
const more = `
  INSERT INTO site_billing (amount) SELECT 1 FROM generate_series(1, 7);
  ALTER TABLE users ADD COLUMN site_employee_no text; ALTER TABLE users ADD CONSTRAINT site_mail CHECK (email <> '');
  CREATE INDEX site_names ON things (name); CREATE UNIQUE INDEX site_once ON users (email);
  CREATE VIEW site_report AS SELECT name FROM things; CREATE TYPE site_mood AS ENUM ('good');
  CREATE FUNCTION site_twice(n int) RETURNS int LANGUAGE sql AS 'SELECT n * 2'`;

beforeAll(async () => {
  runs = await openSmallRuns();
  source = await makeSmallRelease(join(runs.small.folder, 'source'), [{ id: 'first', body: '    pass' }]);
  await runs.small.sql(tables);
  await runs.small.sql(more);
});
afterEach(() => runs.reset());
afterAll(() => runs?.close());

const site = async () => {
  const { database } = await runs.small.contents();
  return database.split('\n').filter((line) => /site_|things_backup/.test(line));
};

async function carriedOut(body: string) {
  const run = await runs.begin(body, source, withoutAcceptance);
  const { exit, stdout } = await runs.drive(['resume', run.id]).ended;
  return { run, exit, stdout };
}

it('what the site has is kept, and is no obstacle', async () => {
  const before = await site();
  expect(before.length).toBeGreaterThan(10);
  const { exit, run } = await carriedOut(`    op.execute("INSERT INTO things (name) VALUES ('made')")`);
  expect({ exit, state: (await run.view()).state }).toEqual({ exit: 0, state: 'done' });
  expect(await site()).toEqual(before);
  expect(await runs.serving()).toBe('24.09.4');
});

it('fails on what the migration makes extra, and on what it takes from the site; then all is back', async () => {
  const before = await runs.small.contents();
  const { exit, stdout } = await carriedOut(`    op.execute("CREATE TABLE made (id int)")
    op.execute("DELETE FROM site_billing WHERE id = 7")
    op.execute("DROP VIEW site_report")`);
  expect(exit).toBe(1);
  for (const says of [
    'made: table-extra',
    'view site_report, which the site had, is gone',
    'row 7 of table site_billing is gone',
  ])
    expect(stdout.replace(/\s+/g, ' ')).toContain(says);
  expect(await runs.small.contents()).toEqual(before);
  expect(await runs.serving()).toBe('24.03.11');
});
