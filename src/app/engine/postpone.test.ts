import { describe, expect, it } from 'vitest';
import { simulatedFleet } from '../../core/cluster/simulated-fleet.ts';
import { walkPlan } from '../../core/plan/walk.ts';
import type { RunFact } from '../../core/run/event.ts';
import { BaiupError } from '../../lib/errors.ts';
import { planned } from '../planner/simulated-plan.ts';
import type { Tell } from './carry-out.ts';
import type { Drive } from './port.ts';
import { postponedCode, postponing } from './postpone.ts';

const inventory = simulatedFleet(5);
const planFor = (failures: number) =>
  planned('24.03.10', '24.03.11', {
    inventory,
    waves: { size: { by: 'number', agents: 2 }, bake: 0, failures },
  });

/** What comes of a failure of a step before the waves that names members. */
async function cameOf(
  members: readonly string[] | undefined,
  failures: number,
  before: readonly string[] = [],
) {
  const plan = planFor(failures);
  const told: RunFact[] = [];
  const tell = (async (fact: RunFact) => void told.push(fact)) as unknown as Tell;
  const drive = { record: { plan }, context: { inventory } } as unknown as Drive;
  const postponed = new Map(before.map((id) => [id, postponedCode]));
  const { met, skips } = postponing(drive, { postponed }, tell);
  const placed = walkPlan(plan).find(({ step }) => step.kind === 'capacity.prove');
  if (!placed) throw new Error('the plan proves no capacity');
  const found = { lost: ['x'], ...(members ? { members } : {}) };
  const error = new BaiupError('prove.capacity', 'less', { found });
  const end = await met(placed, error).then(
    () => 'goes on',
    (thrown: unknown) => (thrown === error ? 'fails' : thrown),
  );
  const left = told.map((fact) => fact.kind === 'member.postponed' && fact.member);
  const stop = walkPlan(plan).find(({ step }) => step.id === '1.stop.a3');
  return { end, left, isLeftOut: stop !== undefined && skips(stop) };
}

describe('agents that are lost before their wave', () => {
  it.each([
    ['are postponed, as many as may fail', ['a3'], 1, 'goes on', ['a3'], true],
    ['fail the hop where one more is lost', ['a3', 'a4'], 1, 'fails', [], false],
    ['fail the hop where none may fail', ['a3'], 0, 'fails', [], false],
    ['fail the hop where others that turn in no wave are lost, too', ['a3', 'm1'], 5, 'fails', [], false],
    ['fail the hop where nobody knows whose the loss is', undefined, 5, 'fails', [], false],
  ])('%s', async (_what, members, failures, end, left, isLeftOut) => {
    expect(await cameOf(members, failures)).toEqual({ end, left, isLeftOut });
  });

  it('are no more than may fail where others were left for later on purpose', async () => {
    expect(await cameOf(['a3'], 1, ['a1', 'a2'])).toMatchObject({ end: 'goes on' });
  });
});
