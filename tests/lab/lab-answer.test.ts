import { expect, it } from 'vitest';
import { obtained } from '../../scripts/lab/obtained.ts';
import { BaiupError } from '../../src/lib/errors.ts';
import { labAnswer } from './lab-answer.ts';

const never = new AbortController().signal;
const fails = (error: unknown) => () => Promise.reject(error);
const failed = (message: string, code = 'command.failed') => new BaiupError(code, message);
const answer = (prepare: () => Promise<void>) => labAnswer(60_000, never, prepare).answer;
const fetching = (error: unknown) => () => obtained('the manager', fails(error));

it('there is a lab where all that it is made of is there', async () => {
  expect(await answer(async () => undefined)).toEqual({});
});

it.each<[string, () => Promise<void>, RegExp]>([
  ['the machine cannot', fails(new BaiupError('lab.not-here', 'only root may')), /^only root may$/],
  [
    'a mirror does not answer',
    fetching(failed("E: Couldn't\n download [x]")),
    /^the manager cannot be had: \S/,
  ],
  ['an index does not', fetching(failed('x', 'environment.no-choice')), /; npm run lab up, as root, makes/],
  ['no Python is there', fetching(failed('x', 'python.missing')), /; npm run lab up, as root, makes/],
])('is left out where %s, in one line', async (_what, prepare, why) => {
  const { leftOut = '', ...rest } = await answer(prepare);
  expect(leftOut).toMatch(why);
  expect(leftOut).not.toMatch(/[\][\n]/);
  expect(rest).toEqual({});
});

it.each<[string, () => Promise<void>]>([
  ['a mistake', fails(new TypeError('x is not a function'))],
  ['a command that is not of a download', fails(failed('groupadd'))],
  ['a package that nobody has', fetching(failed("E: Couldn't find these debs: postgrasql"))],
  ['a release that cannot run', fetching(failed('x', 'release.faulty'))],
])('fails by %s', async (_what, prepare) => {
  expect(await answer(prepare)).toEqual({ fault: expect.stringContaining('') });
});

it('is left out where its parts take too long, and what is at work is told to end', async () => {
  const told: AbortSignal[] = [];
  const stuck = labAnswer(1, never, ({ signal }) => {
    if (signal) told.push(signal);
    return new Promise(() => undefined);
  });
  expect(await stuck.answer).toEqual({ leftOut: expect.stringContaining('npm run lab up') });
  expect(told.map(({ aborted }) => aborted)).toEqual([true]);
});
