import { expect, it } from 'vitest';
import type { StepContext } from './context.ts';
import { steps } from './index.ts';
import { irreversible } from './step.ts';

it('a step without a way back says why', () => {
  expect(irreversible('it is gone')).toEqual({ irreversible: 'it is gone' });
});

it.each([
  ['configstore.capture', 'todo'],
  ['others.leave', 'todo'],
  ['others.wait', 'todo'],
  ['locks.release', 'todo'],
  ['database.capture', 'todo'],
  ['database.note', 'todo'],
  ['database.dump', 'todo'],
  ['database.seal', 'todo'],
  ['operator.approve', 'todo'],
  ['containers.note', 'todo'],
  ['containers.prove', 'todo'],
  ['barrier', 'done'],
])('%s is %s whenever it is come to', async (kind, expected) => {
  const step = steps.find((each) => each.kind === kind);
  for (const attempted of [false, true])
    expect(await step?.probe({}, {} as StepContext, attempted)).toBe(expected);
});
