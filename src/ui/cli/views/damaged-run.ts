import type { DamagedRun } from '../../../app/records/known-run.ts';
import { shortList } from '../../../lib/short-list.ts';
import type { Paint } from '../paint.ts';
import { drivenBy } from './driven-by.ts';

/** The last event that can be believed, for people. */
function lastLine({ last }: DamagedRun): string {
  if (!last) return '  Nothing in it can be believed.';
  const what = 'title' in last ? `${last.kind} "${last.title}"` : last.kind;
  return `  The last event that can be believed: ${last.at} ${what}`;
}

function wayOut({ run, folder, damage, captured }: DamagedRun): string[] {
  if (damage.isForeign) return ['  Resume it or roll it back with the version of baiup that wrote it.'];
  const untouched = `an untouched copy of journal.jsonl and journal.end in ${folder} makes it whole again`;
  return [
    '  baiup cannot tell how far it came: services may be stopped, and the database may be half way. It cannot go on.',
    ...(captured.length > 0
      ? [`  It captured, in ${folder}: ${shortList(captured)}`]
      : ['  It captured nothing: no database was changed by it yet, or its captures are lost.']),
    `  Go back anyway: baiup rollback ${run} --accept run.damaged`,
    '    That takes for begun whatever may have been: services stop and start again, and database and etcd are',
    '    restored from what was captured; what was written since is lost.',
    `  Or, if you have one: ${untouched}.`,
  ];
}

/** A run whose journal is damaged: what is left of it, and what can be done. */
export function damagedText(known: DamagedRun, paint: Paint): string {
  const { run, id, view, damage } = known;
  const way = view ? `   ${view.cluster}: ${view.from} → ${view.to}` : '';
  const by = drivenBy(known);
  return [
    `${paint('bold', run)}   ${id}${way}   damaged`,
    `  ${paint('red', 'Its journal is damaged')}: ${damage.why}.`,
    lastLine(known),
    ...(by === undefined ? [] : [`  ${by}.`]),
    ...wayOut(known),
  ].join('\n');
}

/** The same as a document. */
export function damagedJson({
  run,
  id,
  view,
  folder,
  damage,
  last,
  captured,
}: DamagedRun): Record<string, unknown> {
  return {
    run,
    id,
    state: 'damaged',
    cluster: view?.cluster ?? null,
    from: view?.from ?? null,
    to: view?.to ?? null,
    damage: damage.why,
    folder,
    captured,
    last: last ?? null,
  };
}
