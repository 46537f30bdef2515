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
import { nothingToUndo, type Step } from './step.ts';
import { whileAlive } from './while-alive.ts';

const params = z.strictObject({ hop: z.int().positive() });

const shown = 5;
/** An agent tells what it has with its first sign of life, which it gives every few seconds. */
const timeoutMs = 30_000;

function inWords({ kind, object, actual, expected }: CapacityDifference): string {
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
  apply: async ({ hop }, context) => {
    const before = (await notedCensus(hop, context))?.kinds[capacity];
    if (!before) return { skipped: 'what agents offered at the stop was not noted' };
    const agents = await agentsBefore(hop, context);
    const managers = membersOf(context.inventory, 'manager');
    const prove = (signal: AbortSignal) =>
      waitFor(
        async () => {
          const differences = compareCapacity(before, await context.database.capacity(), agents);
          if (differences.length > 0) throw capacityLost(differences.map(inWords));
          const untyped = await slotsWithoutType(hop, context);
          if (untyped.length > 0) throw capacityLost(untyped.map(untypedInWords));
          return { agents: agents.length };
        },
        {
          timeoutMs,
          everyMs: 500,
          signal,
          what: 'agents to offer what they offered',
          code: 'prove.capacity',
        },
      );
    return whileAlive('nobody can tell what agents offer', [managers], context, prove);
  },
  verify: async () => undefined,
  undo: nothingToUndo,
};

function untypedInWords({ name, agents }: Slot): string {
  const whose = agents.length > 0 ? `slot ${name} of agent ${shortList(agents)}` : `slot ${name} of etcd`;
  return `${whose} is not in resource_slot_types: an agent that brings it gets no capacity`;
}

function capacityLost(differences: readonly string[]): BaiupError {
  return new BaiupError('prove.capacity', firstFew(differences, shown));
}
