import { type KnownRun, stateOf } from '../../../app/records/known-run.ts';
import { nextText } from '../../../core/run/standing-words.ts';
import { seconds } from '../progress.ts';
import { drivenBy, driverJson } from './driven-by.ts';

/** All runs as the contract's document. */
export function runsJson(runs: readonly KnownRun[]): Record<string, unknown>[] {
  return runs.map((known) => {
    const { run, id, view } = known;
    return {
      run,
      id,
      cluster: view?.cluster ?? null,
      from: view?.from ?? null,
      to: view?.to ?? null,
      state: stateOf(known),
      who: view?.who ?? null,
      driver: driverJson(known),
      started: view?.started ?? null,
      ended: view?.ended ?? null,
      downtime: view?.downtime ?? null,
      ...(known.kind === 'damaged' ? { damage: known.damage.why } : {}),
    };
  });
}

/** What somebody should know or do about a run before they look at it in full. */
function noteOf(known: KnownRun): string {
  const { run, view } = known;
  if (known.kind === 'damaged') return `   ${known.damage.why}: baiup show ${run}`;
  const state = stateOf(known);
  const by = drivenBy(known);
  if (state === 'cut') return `   ${by}; to ${nextText(known.view)}`;
  if (by !== undefined && (state === 'running' || state === 'undoing')) return `   ${by}`;
  const down = view?.downtime.actual;
  return down === undefined ? '' : `   ${seconds(down)} without full service`;
}

/** All runs, a line each. */
export function runsText(runs: readonly KnownRun[]): string {
  if (runs.length === 0) return 'No runs yet.';
  return runs
    .map((known) => {
      const { run, view } = known;
      const way = view ? `${view.from} → ${view.to}` : '?';
      return `${run.padEnd(6)} ${way}   ${stateOf(known).padEnd(11)} ${view?.started ?? ''}${noteOf(known)}`;
    })
    .join('\n');
}
