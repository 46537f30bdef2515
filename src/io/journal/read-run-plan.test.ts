import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { identified, planSha256 } from '../../core/plan/plan-id.ts';
import { plan } from './contract.ts';
import { readRunPlan } from './read-run-plan.ts';

let folder = '';
let path = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'baiup-plan-'));
  path = join(folder, 'plan.json');
});
afterEach(() => rm(folder, { recursive: true, force: true }));

it('is read as it was kept, also where nobody wrote down what it was', async () => {
  await writeFile(path, JSON.stringify(plan));
  expect(await readRunPlan(folder, undefined)).toEqual(plan);
  expect(await readRunPlan(folder, planSha256(plan))).toEqual(plan);
});

it.each([
  ['nothing', undefined, /^cannot be read: .*ENOENT/],
  ['half a text', '{"format":', /^is not JSON: it was cut short or edited$/],
  ['a plan whose hops are a word', JSON.stringify({ ...plan, hops: 'none' }), /^was edited$/],
  [
    'the plan of another run',
    JSON.stringify(identified({ ...plan, to: '24.09.4' })),
    /^is not the one that it began with$/,
  ],
])('where there is %s it is said so, and what to do', async (_what, text, why) => {
  if (text !== undefined) await writeFile(path, text);
  const refused = readRunPlan(folder, planSha256(plan));
  await expect(refused).rejects.toMatchObject({
    code: 'run.plan-damaged',
    left: 'nothing was changed now; what the run captured is kept beside it',
    hint: `put the plan that was applied back (cp plan.json ${path}), then type the command again`,
  });
  const begins = `the plan of this run, ${path}, `;
  const message = await refused.catch(({ message: words }: Error) => words);
  expect(String(message).slice(0, begins.length)).toBe(begins);
  expect(String(message).slice(begins.length)).toMatch(why);
});

it.each([
  ['of another format', JSON.stringify({ ...plan, format: 99 })],
  ['without a format', JSON.stringify({ hops: [] })],
  ['that is null', 'null'],
  ['that is a word', '"plan"'],
])('one %s is of another version', async (_how, text) => {
  await writeFile(path, text);
  await expect(readRunPlan(folder, undefined)).rejects.toMatchObject({
    code: 'run.unreadable',
    message: `${path} is not a plan that this baiup can read`,
    hint: 'another version of baiup made it: resume it or roll it back with that version',
  });
});
