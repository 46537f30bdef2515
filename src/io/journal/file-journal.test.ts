import { mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { identified, planSha256 } from '../../core/plan/plan-id.ts';
import type { RunFact } from '../../core/run/event.ts';
import { at, journalContract, plan, stopped } from './contract.ts';
import { fileJournal } from './file-journal.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'baiup-journal-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const begun: RunFact = {
  kind: 'run.started',
  plan: plan.id,
  cluster: 'lab',
  from: plan.from,
  to: plan.to,
  hops: [],
  predicted: 1,
  who: 'ana@desk',
  accepted: [],
};

const open = () => fileJournal(join(folder, 'runs'), () => new Date(at));

/** Lets whoever claims a run be a process that has ended. */
async function crash(): Promise<void> {
  const runs = join(folder, 'runs');
  for (const path of await readdir(runs, { recursive: true })) {
    if (!/driver-\d+\.json$/.test(path)) continue;
    const text = await readFile(join(runs, path), 'utf8');
    await writeFile(join(runs, path), text.replace(/"ticks":\d+/, '"ticks":1'));
  }
}

async function lose(name: string, seq: number): Promise<void> {
  const path = join(folder, 'runs', name, 'journal.jsonl');
  const lines = (await readFile(path, 'utf8'))
    .split('\n')
    .filter((line) => !line.startsWith(`{"seq":${seq},`));
  await writeFile(path, lines.join('\n'));
}

journalContract('files', async () => ({ open, crash, lose }));

it('keeps everything for its owner alone', async () => {
  const record = await open().create(plan);
  await record.append(stopped('a'));
  const claim = await record.claim('ana@desk');
  const modes = await Promise.all(
    (await readdir(record.folder)).map(async (name) => (await stat(join(record.folder, name))).mode & 0o777),
  );
  await claim.release();
  expect(modes).toEqual(modes.map(() => 0o600));
  expect((await stat(record.folder)).mode & 0o777).toBe(0o700);
});

describe('a run whose files were harmed', () => {
  /** A run of four events, whose file can then be changed by its lines. */
  async function harmed(change: (lines: string[]) => string[]) {
    const record = await open().create(plan);
    for (const step of ['a', 'b', 'c', 'd']) await record.append(stopped(step));
    const path = join(record.folder, 'journal.jsonl');
    const lines = (await readFile(path, 'utf8')).split('\n').slice(0, -1);
    const text = change(lines).map((line) => `${line}\n`);
    await writeFile(path, text.join(''));
    return { record, path };
  }

  it.each([
    [
      'its last lines lost',
      (lines: string[]) => lines.slice(0, 2),
      'events 3 to 4 are missing at the end',
      2,
    ],
    ['all its lines lost', () => [], 'events 1 to 4 are missing at the end', 0],
    [
      'one of them changed',
      (lines: string[]) => lines.with(1, 'null'),
      'line 2 is not an event: it must be an object',
      3,
    ],
  ])('%s is told to be damaged, and only it', async (_what, change, why, left) => {
    const { record } = await harmed(change);
    const another = await open().create(plan);
    const reader = await open().reader('r-1');
    await expect(reader.events()).rejects.toMatchObject({
      code: 'run.damaged',
      message: `the journal of r-1 is damaged: ${why}`,
    });
    await expect(record.append(stopped('e'))).rejects.toMatchObject({ code: 'run.damaged' });
    expect(await reader.examine()).toMatchObject({ damage: { why }, events: { length: left } });
    expect(await another.append(stopped('a'))).toMatchObject({ seq: 1 });
  });

  it('is told to be damaged once its journal is gone, also to those who have read it', async () => {
    const { path } = await harmed((lines) => lines);
    const before = await open().reader('r-1');
    expect(await before.events()).toHaveLength(4);
    await rm(path);
    await expect((await open().reader('r-1')).events()).rejects.toMatchObject({ code: 'run.damaged' });
    await expect(before.events()).rejects.toMatchObject({ code: 'run.damaged' });
  });

  it('is told how many of its many events are missing at the end', async () => {
    const { record, path } = await harmed((lines) => lines);
    for (let n = 5; n <= 12; n += 1) await record.append(stopped(`m${n}`));
    const lines = (await readFile(path, 'utf8')).split('\n');
    await writeFile(path, `${lines.slice(0, 9).join('\n')}\n`);
    await expect(record.events()).rejects.toMatchObject({
      message: 'the journal of r-1 is damaged: events 10 to 12 are missing at the end',
    });
  });

  it('is another version’s where that wrote what this one does not know', async () => {
    const { path, record } = await harmed((lines) => lines);
    const newer = { kind: 'step.dreamt' } as unknown as Parameters<typeof record.append>[0];
    await record.append(newer);
    expect(await readFile(path, 'utf8')).toContain('step.dreamt');
    await expect((await open().reader('r-1')).events()).rejects.toMatchObject({ code: 'run.unreadable' });
  });

  it('is damaged without the file that tells where its journal ends', async () => {
    const { record } = await harmed((lines) => lines);
    await rm(join(record.folder, 'journal.end'));
    const found = await (await open().reader('r-1')).examine();
    expect(found.damage?.why).toContain('journal.end is gone');
    await writeFile(join(record.folder, 'journal.end'), '');
    expect(await (await open().reader('r-1')).events()).toHaveLength(4);
  });

  it.each(['gone', 'empty'])(
    'is damaged where its journal is %s, and a hop has kept something',
    async (how) => {
      const { record, path } = await harmed((lines) => lines);
      for (const file of [path, join(record.folder, 'journal.end')])
        await (how === 'gone' ? rm(file) : writeFile(file, ''));
      expect(await (await open().reader('r-1')).examine()).toEqual({ events: [] });
      await writeFile(join(record.folder, 'hop-1.database.dump'), 'a dump');
      const found = await (await open().reader('r-1')).examine();
      expect(found.damage?.why).toBe('it is empty, but the run had begun: hop-1.database.dump is there');
    },
  );

  it('whose journal cannot be read is damaged alone', async () => {
    const { path } = await harmed((lines) => lines);
    await rm(path);
    await mkdir(path);
    const found = await (await open().reader('r-1')).examine();
    const unreadable = { events: [], damage: { why: expect.stringContaining('cannot be read') } };
    expect(found).toMatchObject(unreadable);
    await rm(path, { recursive: true });
    await symlink(path, path);
    expect(await (await open().reader('r-1')).examine()).toMatchObject(unreadable);
  });

  it('is known by the id in its journal where the file of it is lost', async () => {
    const { record } = await harmed((lines) => lines);
    await rm(join(record.folder, 'run.json'));
    const again = await open().open(record.id);
    expect(again).toMatchObject({ name: 'r-1', id: record.id });
    expect(await again.events()).toHaveLength(4);
  });

  it.each([
    ['lost', ''],
    ['cut short', '{"format":2,'],
    ['changed', JSON.stringify({ ...plan, to: '24.09.4' })],
    ['changed under an id that fits', JSON.stringify(identified({ ...plan, to: '24.09.4' }))],
    ['no longer a plan', JSON.stringify({ ...plan, hops: 'none' })],
  ])('says so where its plan was %s, and lets itself be looked at', async (_what, text) => {
    const { record } = await harmed((lines) => lines);
    const path = join(record.folder, 'plan.json');
    if (text === '') await rm(path);
    else await writeFile(path, text);
    await expect(open().open('r-1')).rejects.toMatchObject({ code: 'run.plan-damaged' });
    expect(await (await open().reader('r-1')).events()).toHaveLength(4);
    const remade = { ...plan, downtime: { ...plan.downtime, predicted: 9 } };
    await writeFile(path, JSON.stringify(remade));
    expect((await open().open('r-1')).plan).toEqual(remade);
  });

  it('knows its plan by its first event where the file of it is lost', async () => {
    const record = await open().create(plan);
    await record.append({ ...begun, planSha256: planSha256(plan) });
    await rm(join(record.folder, 'run.json'));
    expect((await open().open('r-1')).plan).toEqual(plan);
    const edited = identified({ ...plan, to: '24.09.4' });
    await writeFile(join(record.folder, 'plan.json'), JSON.stringify(edited));
    await expect(open().open('r-1')).rejects.toMatchObject({ code: 'run.plan-damaged' });
  });

  it('is begun anew beside what is left of it, as often as needed', async () => {
    const { record, path } = await harmed((lines) => lines.slice(1));
    const damaged = await readFile(path, 'utf8');
    const named: string[] = [];
    const salvage = async (step: string) =>
      (await open().open('r-1')).salvage((kept) => {
        named.push(kept);
        return [stopped(step)];
      });
    const keptAs = (name: string | undefined) => readFile(join(record.folder, String(name)), 'utf8');
    await salvage('w');
    await writeFile(path, 'null\n');
    await salvage('x');
    expect(await Promise.all(named.map(keptAs))).toEqual([damaged, 'null\n']);
    expect(await (await open().reader('r-1')).events()).toMatchObject([{ seq: 1, step: 'x' }]);
    await expect(salvage('y')).rejects.toMatchObject({
      code: 'run.damaged',
      message: 'the journal of r-1 is damaged: nothing is wrong with it',
    });
    await rm(path);
    await salvage('y');
    expect(await (await open().reader('r-1')).events()).toMatchObject([{ seq: 1, step: 'y' }]);
    expect((await stat(path)).mode & 0o777).toBe(0o600);
  });

  it('is not begun anew where another version wrote it', async () => {
    const { record } = await harmed((lines) => lines);
    await record.append({ kind: 'step.dreamt' } as unknown as Parameters<typeof record.append>[0]);
    const again = await open().open('r-1');
    await expect(again.salvage(() => [])).rejects.toMatchObject({ code: 'run.unreadable' });
  });

  it('is read again from its beginning where its writer took something back', async () => {
    const { path } = await harmed((lines) => lines);
    const [reader, late] = [await open().reader('r-1'), await open().reader('r-1')];
    expect(await reader.events()).toHaveLength(4);
    expect(await late.events()).toHaveLength(4);
    const lines = (await readFile(path, 'utf8')).split('\n');
    await writeFile(join(path, '../journal.end'), '2');
    await writeFile(path, `${lines.slice(0, 2).join('\n')}\n`);
    expect(await reader.events()).toHaveLength(2);
    await (await open().open('r-1')).append(stopped('x'.repeat(500)));
    expect(await reader.events(2)).toMatchObject([{ seq: 3, step: 'x'.repeat(500) }]);
    expect(await late.events(2)).toMatchObject([{ seq: 3, step: 'x'.repeat(500) }]);
  });
});

it('a run of a version that knew no ids is known by its name, and goes on', async () => {
  const own = join(folder, 'runs', 'r-7');
  await mkdir(own, { recursive: true });
  await writeFile(join(own, 'plan.json'), JSON.stringify(plan));
  const event = { seq: 1, at, run: 'r-7', ...stopped('a') };
  await writeFile(join(own, 'journal.jsonl'), `${JSON.stringify(event)}\n`);
  const record = await open().open('r-7');
  expect(record).toMatchObject({ name: 'r-7', id: 'r-7' });
  await record.append(stopped('b'));
  expect(await (await open().reader('r-7')).events()).toMatchObject([event, { seq: 2, step: 'b' }]);
});

it('what is no run’s folder, or goes meanwhile, stands in nobody’s way', async () => {
  const record = await open().create(plan);
  await writeFile(join(folder, 'runs', 'r-9'), 'no folder');
  await mkdir(join(folder, 'runs', 'notes'));
  expect(await open().list()).toEqual(['r-1']);
  const reader = await open().reader('r-1');
  for (const name of ['d', 'a', 'c', 'b']) await writeFile(join(record.folder, name), '');
  expect(await reader.names()).toEqual(['a', 'b', 'c', 'd', 'plan.json', 'run.json']);
  await record.discard();
  expect(await reader.driver()).toBeUndefined();
  expect(await reader.names()).toEqual([]);
  expect(await reader.examine()).toEqual({ events: [] });
});
