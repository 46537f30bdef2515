import { type KnownRun, stateOf, type WholeRun } from '../../../app/records/known-run.ts';
import { runCopies } from '../../../app/records/run-copies.ts';
import { runDumps } from '../../../app/records/run-dumps.ts';
import { servicesDown } from '../../../core/run/services-down.ts';
import { downText, nextText } from '../../../core/run/standing-words.ts';
import { seconds } from '../progress.ts';
import { drivenBy, driverJson } from './driven-by.ts';
import { copiesJson, copyText, dumpsJson } from './dumps.ts';
import { sizeText } from './size-text.ts';

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
      ...(known.kind === 'damaged'
        ? { damage: known.damage.why }
        : {
            dumps: dumpsJson(runDumps(known)),
            copies: copiesJson(runCopies(known)),
            forgotten: known.view.forgotten ?? null,
          }),
    };
  });
}

/** What somebody should know or do about a run before they look at it in full. */
function noteOf(known: KnownRun): string {
  if (known.kind === 'damaged') return `   ${known.damage.why}: baiup show ${known.run}`;
  const state = stateOf(known);
  const by = drivenBy(known);
  // What came up since, whoever started it, is in no journal.
  const down =
    servicesDown(known.view).length > 0
      ? [`${downText(known.view)}, as its journal knows until ${known.until}`]
      : [];
  switch (state) {
    case 'running':
    case 'undoing':
      return `   ${by}`;
    case 'cut':
      return `   ${[by, ...down].join('; ')}; to ${nextText(known.view)}`;
    case 'stopped':
    case 'broken':
      return `   ${[...down, nextText(known.view)].join('; ')}`;
    default:
      return endedNote(known);
  }
}

/** How long an ended run was without full service, and what hosts and servers keep of it. */
function endedNote(known: WholeRun): string {
  const { actual, back } = known.view.downtime;
  const there = actual === undefined ? [] : [`${seconds(actual)} without full service`];
  const later = back === undefined ? [] : [`${seconds(back)} for going back`];
  const hosts = [...new Set(runDumps(known).flatMap(({ host }) => host ?? []))];
  const dumps = hosts.length === 0 ? [] : [`dumps on ${hosts.join(', ')}`];
  const copies = runCopies(known).map(copyText);
  const kept = copies.length === 0 ? [] : [`keeps ${copies.join(', ')}: baiup forget ${known.run}`];
  const { forgotten } = known.view;
  const freed = forgotten ? [`forgotten, ${sizeText(forgotten.freed)} freed: it cannot go back`] : [];
  const notes = [...there, ...later, ...dumps, ...kept, ...freed];
  return notes.length === 0 ? '' : `   ${notes.join(', ')}`;
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
