import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { Plan } from '../../core/plan/plan.ts';
import type { RunEvent } from '../../core/run/event.ts';
import type { StepContext } from '../steps/context.ts';
import { type AnyStep, nothingToUndo, type Probed } from '../steps/step.ts';
import { assumeBegun } from './assume-begun.ts';

const kind = (name: string, more: Partial<AnyStep> = {}): AnyStep => ({
  kind: name,
  params: z.object({}),
  title: () => name,
  estimate: 1,
  probe: async () => 'todo',
  apply: async () => undefined,
  verify: async () => undefined,
  undo: async () => undefined,
  ...more,
});

/** Stop; capture what it wrote, and look on; migrate, switch and start after that; and what needs none of it. */
const needs: Readonly<Record<string, readonly string[]>> = {
  stop: [],
  look: ['stop'],
  capture: ['stop'],
  migrate: ['capture', 'look'],
  switch: ['stop', 'capture'],
  start: ['migrate', 'switch'],
  other: ['stop'],
};
const plan = {
  hops: [
    {
      phases: [
        {
          steps: Object.entries(needs).map(([id, own]) => ({
            id,
            kind: id,
            title: `Do ${id}`,
            params: {},
            needs: own,
          })),
        },
      ],
    },
  ],
} as unknown as Plan;

/** Ids of what is taken to have begun. */
async function begun({
  isKept = true,
  probed = 'todo' as Probed,
  believed = [] as readonly string[],
  kind: of = 'step.started',
}) {
  const attempts: boolean[] = [];
  const kinds = Object.keys(needs).map((name) => {
    if (name === 'capture') return kind(name, { isKept: async () => isKept });
    if (name === 'look') return kind(name, { undo: nothingToUndo });
    if (name !== 'migrate') return kind(name, { probe: async () => 'done' });
    const probe: AnyStep['probe'] = async (_params, _context, attempted) => {
      attempts.push(attempted);
      return probed;
    };
    return kind(name, { data: () => 'cluster', probe });
  });
  const events = believed.map((step) => ({ kind: of, step }) as unknown as RunEvent);
  const facts = await assumeBegun(plan, events, kinds, {} as StepContext);
  expect(facts.every((fact) => fact.kind === 'step.started')).toBe(true);
  expect(attempts.every((attempted) => !attempted)).toBe(true);
  return facts.flatMap((fact) => ('step' in fact ? [fact.step] : []));
}

describe('what a run is taken to have begun', () => {
  it('is all that can be undone', async () => {
    expect(await begun({})).toEqual(['stop', 'capture', 'migrate', 'switch', 'start', 'other']);
  });

  it('is no capture that was never made, and nothing that needs it, but for what is known to have begun', async () => {
    expect(await begun({ isKept: false })).toEqual(['stop', 'other']);
    expect(await begun({ isKept: false, believed: ['switch'] })).toEqual(['stop', 'switch', 'other']);
    expect(await begun({ isKept: false, believed: ['migrate'], kind: 'step.undone' })).not.toContain(
      'migrate',
    );
  });

  it.each([
    ['was done', { probed: 'done' as const }],
    ['is known to have begun', { believed: ['migrate'] }],
  ])('is not told where data was changed whose capture is gone: it %s', async (_how, given) => {
    await expect(begun({ isKept: false, ...given })).rejects.toMatchObject({
      code: 'run.capture-lost',
      message: '"Do migrate" was done, and what "Do capture" captured is not in the run\'s folder',
      left: 'nothing was changed now; without that capture baiup cannot put the data back',
      hint: 'copy the capture back into the folder from a backup, then type the command again; or restore the database manually',
    });
  });
});
