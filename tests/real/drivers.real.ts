import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { RunEvent } from '../../src/core/run/event.ts';
import { openSmallRuns, type SmallRun, type SmallRuns } from './small-run.ts';

/** Who drives a run: two operators, each with runs of their own, on one cluster. */
let runs: SmallRuns;
let bensHome = '';
beforeAll(async () => {
  runs = await openSmallRuns();
  bensHome = join(runs.small.folder, 'ben');
  await mkdir(bensHome);
});
afterEach(() => runs.reset());
afterAll(() => runs?.close());

const slow = '    op.execute("SELECT pg_sleep(3)"); op.execute("UPDATE things SET name = upper(name)")';
const isMigrating = (event: RunEvent): boolean => event.kind === 'step.started' && event.step === '1.migrate';

/** A run of another operator, in a journal of their own. */
async function bensRun(): Promise<SmallRun> {
  const anas = process.env['BAIUP_HOME'];
  process.env['BAIUP_HOME'] = bensHome;
  try {
    return await runs.begin(slow);
  } finally {
    process.env['BAIUP_HOME'] = anas;
  }
}

const ana = async (...words: string[]) => runs.drive(words).ended;
const ben = async (...words: string[]) =>
  runs.drive(words, ['env', `BAIUP_HOME=${bensHome}`, 'SUDO_USER=ben']).ended;

/** A run that was killed while it migrated. */
async function killedRun(): Promise<SmallRun> {
  const run = await runs.begin(slow);
  const driven = runs.drive(['resume', run.id]);
  await run.until(isMigrating);
  driven.process.kill('SIGKILL');
  await driven.ended;
  return run;
}

/** What a run is known by in the world. */
const idOf = async ({ folder }: SmallRun): Promise<string> =>
  JSON.parse(await readFile(join(folder, 'run.json'), 'utf8')).id;

describe('two operators on one cluster', () => {
  it('are told that nobody drives a killed run, whose it is, and what to type', async () => {
    const killed = await killedRun();
    const [name, id] = [killed.id, await idOf(killed)];
    const listed = JSON.parse((await ana('runs', '--format', 'json')).stdout);
    expect(listed.at(-1)).toMatchObject({ run: name, id, state: 'cut', driver: { life: 'dead' } });
    const shown = (await ana('show', id.slice(0, 6))).stdout;
    expect(shown).toMatch(
      /Nobody drives it: process \d+ of .* has ended\. The service is DOWN: m1 is stopped/,
    );
    expect(shown).toContain(`baiup resume ${name}`);
    const refused = await ben('resume', (await bensRun()).id);
    expect(refused.exit).toBe(2);
    expect(refused.stderr).toContain('unfinished; nobody drives it: its process on this machine has ended');
    expect(refused.stderr).toContain(`has its journal; go on there: baiup resume ${name}`);
    expect(await ana('resume', name)).toMatchObject({ exit: 0 });
    expect(await runs.serving()).toBe('24.09.4');
  });

  it('can free the lock of a killed run, once somebody says yes', async () => {
    const killed = await killedRun();
    const asked = await ben('unlock');
    expect(asked.exit).toBe(64);
    expect(asked.stdout).toContain('Services may be stopped, and the database may be half way');
    const { exit, stdout } = await ben('unlock', '--yes', '--format', 'json');
    expect({ exit, ...JSON.parse(stdout) }).toMatchObject({
      exit: 0,
      released: {
        id: await idOf(killed),
        run: killed.id,
        from: '24.03.11',
        to: '24.09.4',
        why: '24.03.11 → 24.09.4',
      },
    });
    expect(await ana('rollback', killed.id, '--yes')).toMatchObject({ exit: 0 });
    expect(await runs.serving()).toBe('24.03.11');
  });
});

it('of two processes that go on with a run at once one drives it', async () => {
  const run = await runs.begin(slow);
  const ends = await Promise.all([ana('resume', run.id), ana('resume', run.id), ana('resume', run.id)]);
  expect(ends.map(({ exit }) => exit).sort()).toEqual([0, 2, 2]);
  const refused = ends.filter(({ exit }) => exit === 2);
  for (const { stderr } of refused) expect(stderr).toContain('(run.driven-elsewhere)');
  expect((await run.view()).state).toBe('done');
});

describe('a journal that lost the migration', () => {
  it('is told for that run alone, and the run goes back once that is accepted', async () => {
    const before = await runs.small.contents();
    const killed = await killedRun();
    const name = killed.id;
    const path = join(killed.folder, 'journal.jsonl');
    const lines = (await readFile(path, 'utf8')).split('\n');
    await writeFile(path, lines.filter((line) => !line.includes('"step":"1.migrate"')).join('\n'));
    const listed = await ana('runs');
    expect(listed).toMatchObject({ exit: 0, stderr: '' });
    expect(listed.stdout).toMatch(new RegExp(`^${name} .* damaged .*missing.*: baiup show ${name}$`, 'm'));
    const shown = await ana('show', name);
    expect(shown.exit).toBe(0);
    expect(shown.stdout).toContain('It captured');
    for (const words of [
      ['resume', name],
      ['rollback', name, '--yes'],
    ]) {
      const refused = await ana(...words);
      expect(refused.exit).toBe(1);
      expect(refused.stderr).toContain('(run.damaged)');
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
