import type { RunState } from '../../core/run/event.ts';
import type { KnownRun, WholeRun } from './known-run.ts';

const unfinished: readonly RunState[] = ['running', 'stopped', 'undoing', 'broken'];

/**
 * The latest unfinished run of a cluster among those of this machine; none where a later one has upgraded the cluster.
 * @param runs oldest first
 */
export function unfinishedRun(runs: readonly KnownRun[], cluster: string): WholeRun | undefined {
  const own = runs.flatMap((each) => (each.kind === 'whole' && each.view.cluster === cluster ? [each] : []));
  const upgraded = own.findLastIndex(({ view }) => view.hops.some(({ state }) => state === 'done'));
  return own.findLast(({ view }, index) => unfinished.includes(view.state) && index >= upgraded);
}
