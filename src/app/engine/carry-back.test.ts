import { expect, it } from 'vitest';
import { z } from 'zod';
import type { Phase } from '../../core/plan/plan.ts';
import type { PlacedStep } from '../../core/plan/walk.ts';
import type { RunEvent, RunFact } from '../../core/run/event.ts';
import { BaiupError } from '../../lib/errors.ts';
import type { AnyStep } from '../steps/step.ts';
import { carryBack } from './carry-out.ts';
import type { Drive } from './port.ts';

const phase: Phase = { name: 'others', title: 'others', side: 'stopped', steps: [] };
const placed: PlacedStep = {
  step: { id: '1.x', kind: 'x', title: 'Do x', params: {}, needs: [], hosts: [], estimate: 1 },
  phase,
  hop: 0,
};

/** Undoes a step of a hop with these phases. @returns what happened, in order */
async function undone(phases: readonly Phase[], answers: () => Promise<void>): Promise<readonly string[]> {
  const log: string[] = [];
  const step = {
    kind: 'x',
    params: z.object({}),
    undo: async () => void log.push('undo'),
    afterUndo: async () => {
      log.push('asked');
      await answers();
    },
  } as unknown as AnyStep;
  const drive = { steps: [step], context: {}, record: { plan: { hops: [{ phases }] } } } as unknown as Drive;
  await carryBack(placed, drive, async (fact: RunFact) => {
    log.push(fact.kind);
    return fact as RunEvent;
  });
  return log;
}

const beside: Phase = { ...phase, side: 'before', beside: true };

it('waits until whoever was stopped answers, before members turn back beside others', async () => {
  const log = await undone([beside, phase], async () => undefined);
  expect(log).toEqual(['step.undoing', 'undo', 'asked', 'step.undone']);
});

it('does not wait where nobody turns beside others', async () => {
  expect(await undone([phase], async () => undefined)).toEqual(['step.undoing', 'undo', 'step.undone']);
});

it('goes on where one does not answer yet: it may hang on those that turn back', async () => {
  const log = await undone([beside, phase], async () => {
    throw new BaiupError('service.not-ready', 'not yet');
  });
  expect(log.at(-1)).toBe('step.undone');
});
