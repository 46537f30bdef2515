import { z } from 'zod';
import { type CapacityDifference, compareCapacity } from '../../core/census/capacity.ts';
import { capacity } from '../../core/census/kinds.ts';
import type { Slot } from '../../core/cluster/slots.ts';
import { BaiupError } from '../../lib/errors.ts';
import { firstFew } from '../../lib/first-few.ts';
import { shortList } from '../../lib/short-list.ts';
import { waitFor } from '../../lib/wait.ts';
import { agentsBefore } from './agents-before.ts';
import { membersOf } from './members-of.ts';
import { notedCensus } from './noted-census.ts';
import { slotsWithoutType } from './noted-slots.ts';
import { planAgain } from './plan-again.ts';
import { nothingToUndo, type Step } from './step.ts';
import { whileAlive } from './while-alive.ts';

const params = z.strictObject({
  hop: z.int().positive(),
  /** The operator accepts that agents offer less. */
  accepted: z.literal(true).optional(),
});

/** Of the error, and what an operator accepts. */
export const capacityCode = 'prove.capacity';

const shown = 5;
/** An agent tells what it has with its first sign of life, which it gives every few seconds. */
const timeoutMs = 30_000;

export function capacityInWords({ kind, object, actual, expected }: CapacityDifference): string {
  switch (kind) {
    case 'agent-missing':
      return `${object} is not known any more`;
    case 'agent-status':
      return `${object} is ${actual}`;
    case 'slot-missing':
      return `${object} is gone, ${expected} before`;
    case 'slot-less':
      return `${object} is ${actual} instead of ${expected}`;
    case 'plugin-missing':
      return `${object} is gone`;
  }
}

/** Every agent is alive and offers the slots, and the plugins that bring them, that it offered before. */
export const capacityProve: Step<z.infer<typeof params>> = {
  kind: 'capacity.prove',
  params,
  title: () => 'Every agent offers what it offered before',
  estimate: 0.5,
  waits: 'throughout',
  probe: async () => 'todo',
  apply: async ({ hop, accepted }, context) => {
    const before = (await notedCensus(hop, context))?.kinds[capacity];
    if (!before) return { skipped: 'what agents offered at the stop was not noted' };
    const members = await agentsBefore(hop, context);
    const agents = members.flatMap((each) => each.agents);
    const managers = membersOf(context.inventory, 'manager');
    let lost: readonly string[] = [];
    let without: readonly string[] | undefined;
    const prove = (signal: AbortSignal) =>
      waitFor(
        async () => {
          const now = await context.database.capacity();
          const lostBy = (ids: readonly string[]) => compareCapacity(before, now, ids).map(capacityInWords);
          lost = lostBy(agents);
          without = members.filter((each) => lostBy(each.agents).length > 0).map(({ member }) => member);
          if (lost.length === 0) without = undefined;
          if (lost.length === 0) lost = (await slotsWithoutType(hop, context)).map(untypedInWords);
          return lost.length === 0 ? { agents: agents.length } : undefined;
        },
        {
          timeoutMs,
          everyMs: 500,
          signal,
          what: 'agents to offer what they offered',
          code: capacityCode,
          trouble: () => (lost.length > 0 ? firstFew(lost, shown) : undefined),
        },
      );
    try {
      return await whileAlive('nobody can tell what agents offer', [managers], context, prove);
    } catch (error) {
      const isOver = error instanceof BaiupError && error.code === capacityCode && lost.length > 0;
      if (!isOver) throw error;
      if (accepted) return { agents: agents.length, lost };
      throw capacityLost(lost, without);
    }
  },
  verify: async () => undefined,
  undo: nothingToUndo,
};

function untypedInWords({ name, agents }: Slot): string {
  const whose = agents.length > 0 ? `slot ${name} of agent ${shortList(agents)}` : `slot ${name} of etcd`;
  return `${whose} is not in resource_slot_types: an agent that brings it gets no capacity`;
}

/** @param members whose agents have lost something, where it is theirs alone */
function capacityLost(lost: readonly string[], members: readonly string[] | undefined): BaiupError {
  return new BaiupError(
    capacityCode,
    `agents do not offer what they offered before, ${timeoutMs / 1000} s after the start: ${firstFew(lost, shown)}`,
    {
      hint: `read the logs of these agents; where it is right that they offer less, ${planAgain(capacityCode)}`,
      found: { lost, ...(members ? { members } : {}) },
    },
  );
}
