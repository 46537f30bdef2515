import { useContext, useRef } from 'preact/hooks';
import { pathTo } from '../live/route.ts';
import type { ShownRun } from '../live/store.ts';
import { hostInRun } from '../parts/host-state.ts';
import { type Cell, type CellGroup, cellOf, HostsMap } from '../parts/hosts-map.tsx';
import type { PlanIndex } from '../parts/plan-index.ts';
import { Go } from './link.ts';

/** The wave in which a host's agent turns, or what is on it. */
function groupOf(index: PlanIndex, host: string): string {
  const wave = index.stepsOf
    .get(host)
    ?.map(({ id }) => index.phaseOf.get(id))
    .find((phase) => phase?.wave !== undefined);
  if (wave) return wave.title;
  const components = new Set((index.membersOf.get(host) ?? []).map(({ component }) => component));
  return [...components].join(', ') || 'no member';
}

interface Drawn {
  readonly index: PlanIndex;
  readonly hosts: ReadonlyMap<string, readonly string[]>;
  readonly cells: Map<string, Cell>;
}

/** Grouped by what is on them, and the wave that they turn in, in the order of the plan. */
function drawn(index: PlanIndex): Drawn {
  const hosts = Map.groupBy(index.hosts, (host) => groupOf(index, host));
  return { index, hosts, cells: new Map() };
}

/** Of a run: only those that something happened to are looked at again. */
export function useHostCells({ live, view }: ShownRun): readonly CellGroup[] {
  const kept = useRef<Drawn | null>(null);
  const progress = live.progress;
  if (!progress) return [];
  const { index } = progress;
  if (kept.current?.index !== index) kept.current = drawn(index);
  const { hosts, cells } = kept.current;
  const touched = progress.takeTouched();
  const postponed = new Set((view.postponed ?? []).map(({ host }) => host));
  for (const host of cells.size === 0 ? index.hosts : new Set([...touched, ...postponed])) {
    const found = hostInRun(host, index.stepsOf.get(host) ?? [], live.draft.steps, postponed.has(host));
    cells.set(host, cellOf(found, cells.get(host)));
  }
  return [...hosts].map(([title, names]) => ({
    title,
    cells: names.flatMap((host) => cells.get(host) ?? []),
  }));
}

/** Hosts of a run as a map. */
export function RunHosts({ shown }: { readonly shown: ShownRun }) {
  const go = useContext(Go);
  const groups = useHostCells(shown);
  const run = shown.live.run;
  if (groups.length === 0) return null;
  return (
    <section class="panel" aria-label="Hosts">
      <h2>Hosts</h2>
      <HostsMap
        groups={groups}
        hrefOf={(host) => pathTo.host(run, host)}
        onOpen={(host) => go(pathTo.host(run, host))}
      />
    </section>
  );
}
