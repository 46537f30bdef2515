import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { planned } from '../planner/simulated-plan.ts';
import { newPlanFile, openKeptPlans } from './kept-plans.ts';

const before = process.env['BAIUP_HOME'];
let home: string;
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'baiup-plans-'));
  process.env['BAIUP_HOME'] = home;
});
afterEach(async () => {
  if (before === undefined) delete process.env['BAIUP_HOME'];
  else process.env['BAIUP_HOME'] = before;
  await rm(home, { recursive: true, force: true });
});

const plan = planned('24.03.10', '24.03.11');
const at = (minute: number): Date => new Date(Date.UTC(2026, 10, 29, 2, minute, 7));

it('keeps each plan in a file of its own, in a folder for its owner alone', async () => {
  const [one, other] = [await newPlanFile(at(0)), await newPlanFile(at(0))];
  expect(one).not.toBe(other);
  expect(one.startsWith(join(home, 'plans', '20261129T020007Z-'))).toBe(true);
  expect((await stat(dirname(one))).mode & 0o777).toBe(0o700);
});

it('lists what was made, the latest first, also for a server that was started later', async () => {
  const files = [await newPlanFile(at(3)), await newPlanFile(at(1)), await newPlanFile(at(2))];
  const [latest = '', first = '', broken = ''] = files;
  for (const file of [latest, first]) await writeFile(file, JSON.stringify(plan));
  await writeFile(broken, '{');
  await writeFile(join(home, 'plans/notes.json'), JSON.stringify(plan));
  const { id, cluster, from, to } = plan;
  const told = { id, cluster, from, to };
  expect(await openKeptPlans().list()).toEqual([
    { ...told, name: basename(latest), file: latest, made: '2026-11-29T02:03:07.000Z' },
    { ...told, name: basename(first), file: first, made: '2026-11-29T02:01:07.000Z' },
  ]);
});

it('knows a plan by its name alone, and no other file', async () => {
  const file = await newPlanFile(at(3));
  await writeFile(file, JSON.stringify(plan));
  const kept = openKeptPlans();
  expect((await kept.named(basename(file))).id).toBe(plan.id);
  for (const name of ['../plans/x.json', '20261129T020007Z-0000.json', file, ''])
    await expect(kept.named(name)).rejects.toMatchObject({ code: 'plan.unknown' });
  await rm(file);
  await expect(kept.named(basename(file))).rejects.toMatchObject({ code: 'plan.unknown' });
});

it('has none where none was made', async () => {
  expect(await openKeptPlans().list()).toEqual([]);
});
