import { afterAll, beforeAll, expect, it } from 'vitest';
import { openDatabase } from '../../src/io/database/database.ts';
import { openSmallRuns, type SmallRuns } from './small-run.ts';

/** Somebody at the database whom nothing has looked for before the stop; a migration waits for a quarter of a minute. */
let runs: SmallRuns;
beforeAll(async () => {
  runs = await openSmallRuns();
});
afterAll(() => runs?.close());

it('a reader that keeps a lock is named inside the stop, and all is back while it is still there', async () => {
  const before = await runs.small.contents();
  const reader = await openDatabase(runs.small.address);
  await reader.query("SET application_name = 'report'");
  await reader.query('BEGIN');
  await reader.query('SELECT count(*) FROM things');
  const run = await runs.begin('    op.execute("ALTER TABLE things ADD COLUMN more int")');
  const { exit, stdout } = await runs.drive(['resume', run.id]).ended;
  await reader.close().catch(() => undefined);
  const says =
    /revision second has waited 15 s for process \d+ \(report of postgres.*holds AccessShareLock on things/s;
  expect({ exit, says: says.test(stdout.replace(/\s+/g, ' ')) ? '' : stdout }).toEqual({ exit: 1, says: '' });
  expect((await run.view()).state).toBe('failed');
  expect(await runs.small.contents()).toEqual(before);
  expect(await runs.serving()).toBe('24.03.11');
});
