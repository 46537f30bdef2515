import { expect, it } from 'vitest';
import { BaiupError } from '../../lib/errors.ts';
import type { StepContext } from '../steps/context.ts';
import type { AnyStep } from '../steps/step.ts';
import { looks } from './hold-stopped.ts';
import type { StepBack } from './way-back.ts';

type After = (params: unknown, context: StepContext) => Promise<void>;
const back = (afterUndo?: After): StepBack =>
  ({ step: { ...(afterUndo ? { afterUndo } : {}) } as AnyStep, params: { of: 'm1' } }) as StepBack;

it.each<[string, string, After | undefined]>([
  ['has nothing to look for', 'there', undefined],
  ['is as it should be', 'there', async () => undefined],
  ['is not', 'lost', async () => Promise.reject(new BaiupError('x', 'it does not answer'))],
  ['cannot be told', 'unsure', async () => Promise.reject(new Error('cut'))],
  [
    'takes longer than a look may',
    'unsure',
    (_params, { signal }) =>
      new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason))),
  ],
])('what %s is %s', async (_what, expected, after) => {
  const context = { signal: new AbortController().signal, run: 'r' } as StepContext;
  const seen: unknown[] = [];
  const step = back(
    after &&
      ((params, given) => {
        seen.push([params, given.run]);
        return after(params, given);
      }),
  );
  expect(await looks(step, { context, patience: { lookMs: 20, evidenceMs: 1 } })).toBe(expected);
  if (after) expect(seen).toEqual([[{ of: 'm1' }, 'r']]);
});

it('ends when all is cut', async () => {
  const context = { signal: AbortSignal.abort(new Error('cut')) } as StepContext;
  const step = back(async (_params, { signal }) => signal.throwIfAborted());
  expect(await looks(step, { context })).toBe('unsure');
});
