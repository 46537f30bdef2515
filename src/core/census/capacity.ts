import type { Cells, Counted } from './census.ts';

/** One agent that does not offer what it offered. */
export interface CapacityDifference {
  readonly kind: 'agent-missing' | 'agent-status' | 'slot-missing' | 'slot-less' | 'plugin-missing';
  /** `agent i-1`, `slot cuda.device of agent i-1`. */
  readonly object: string;
  readonly actual?: string;
  readonly expected?: string;
}

/** What a release reserves of memory may change by a little; of everything else each unit counts. */
const leastMemory = 0.9;

const slotsOf = (cells: Cells): Map<string, number> =>
  new Map(Object.entries((cells['slots'] ?? {}) as object).map(([name, amount]) => [name, Number(amount)]));
const pluginsOf = (cells: Cells): readonly string[] => (cells['plugins'] ?? []) as readonly string[];

function slotDifferences(agent: string, before: Cells, after: Cells): CapacityDifference[] {
  const now = slotsOf(after);
  return [...slotsOf(before)].flatMap(([slot, had]): CapacityDifference[] => {
    const has = now.get(slot);
    const object = `slot ${slot} of agent ${agent}`;
    if (!(had > 0)) return [];
    if (has === undefined) return [{ kind: 'slot-missing', object, expected: String(had) }];
    if (has >= (slot === 'mem' ? had * leastMemory : had)) return [];
    return [{ kind: 'slot-less', object, actual: String(has), expected: String(had) }];
  });
}

function agentDifferences(agent: string, before: Cells, after: Cells | undefined): CapacityDifference[] {
  const object = `agent ${agent}`;
  if (!after) return [{ kind: 'agent-missing', object }];
  if (after['status'] !== 'ALIVE')
    return [{ kind: 'agent-status', object, actual: String(after['status']), expected: 'ALIVE' }];
  const loaded = new Set(pluginsOf(after));
  const lost = pluginsOf(before).filter((name) => !loaded.has(name));
  return [
    ...slotDifferences(agent, before, after),
    ...lost.map(
      (name): CapacityDifference => ({ kind: 'plugin-missing', object: `plugin ${name} of ${object}` }),
    ),
  ];
}

/** What agents offer beside what they offered: slots with their amounts, and the plugins that bring them. */
export function compareCapacity(
  before: Counted,
  after: Counted,
  agents: readonly string[],
): CapacityDifference[] {
  return agents.flatMap((agent) => {
    const had = before.rows?.[agent];
    return had ? agentDifferences(agent, had, after.rows?.[agent]) : [];
  });
}
