import type { Member } from '../../core/cluster/inventory.ts';
import { canPark } from '../../core/components/can-park.ts';
import { componentNamed } from '../../core/components/index.ts';
import { parkedMemory, spareMemory } from '../../core/components/parked-memory.ts';
import { parseVersion } from '../../core/versions/parse-version.ts';
import { shortList } from '../../lib/short-list.ts';
import type { Check, CheckInput } from './check.ts';

const code = 'start.cold';

const megabytes = (bytes: number): string => `${Math.round(bytes / 1e6)} MB`;

function units({ inventory }: CheckInput) {
  const ids = inventory.components.flatMap(({ id, service }) => (service.kind === 'systemd' ? [id] : []));
  if (ids.length === 0) return [];
  const those = ids.length === 1 ? 'its new program' : 'their new programs';
  const summary = `systemd starts ${shortList(ids)}: ${those} cannot wait parked for the start, and will be started as usual once everything is stopped`;
  return [{ code, severity: 'info' as const, subject: inventory.cluster, summary }];
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
    const processes = input.inventory.components.filter(({ service }) => service.kind === 'process');
    const on = Map.groupBy(processes, ({ host }) => host);
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
    return [...units(input), ...short];
  },
};
