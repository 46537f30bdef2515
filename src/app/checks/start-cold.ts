import type { Member } from '../../core/cluster/inventory.ts';
import { canPark } from '../../core/components/can-park.ts';
import { componentNamed } from '../../core/components/index.ts';
import { parkedMemory, spareMemory } from '../../core/components/parked-memory.ts';
import { parseVersion } from '../../core/versions/parse-version.ts';
import type { Check, CheckInput } from './check.ts';

const code = 'start.cold';

const megabytes = (bytes: number): string => `${Math.round(bytes / 1e6)} MB`;

/** Units that give their programs what no other unit can. */
function units({ snapshot }: CheckInput) {
  return snapshot.components.flatMap(({ id, unit }) => {
    if (unit?.bound?.parked === undefined) return [];
    const summary = `${unit.unit} has ${unit.bound.parked}, which no other unit can give: the new program of ${id} cannot wait parked for the start, and will be started as usual once everything is stopped`;
    return [{ code, severity: 'info' as const, subject: id, summary }];
  });
}

/** What the programs of some members take while they are parked; of the hop where that is the most. */
function neededBy(members: readonly Member[], hops: CheckInput['hops']): number {
  const sums = hops
    .map(({ to }) => parseVersion(to))
    .filter(canPark)
    .map((to) =>
      members.reduce((sum, { component }) => sum + parkedMemory(componentNamed(component), to), 0),
    );
  return Math.max(0, ...sums);
}

/** New programs wait parked beside the old ones: whether there is memory for both, and who cannot. */
export const startCold: Check = {
  code,
  find: (input) => {
    if (input.hops.length === 0) return [];
    const cold = units(input);
    const bound = new Set(cold.map(({ subject }) => subject));
    const parked = input.inventory.components.filter(({ id }) => !bound.has(id));
    const on = Map.groupBy(parked, ({ host }) => host);
    const short = input.snapshot.hosts.flatMap(({ name, memory }) => {
      const needed = neededBy(on.get(name) ?? [], input.hops);
      if (memory === undefined || needed === 0 || memory >= needed + spareMemory) return [];
      return [
        {
          code,
          severity: 'info' as const,
          subject: name,
          summary: `${name} has ${megabytes(memory)} of memory free, and new programs that wait parked beside the old ones take up to ${megabytes(needed + spareMemory)}: those that do not fit will be started as usual once everything is stopped`,
          hint: `free some memory on ${name} before the upgrade, for a shorter outage`,
        },
      ];
    });
    return [...cold, ...short];
  },
};
