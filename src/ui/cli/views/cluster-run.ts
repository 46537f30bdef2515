import type { ClusterRun } from '../../../app/records/cluster-run.ts';
import { lockHint, lockLife } from '../../../core/cluster/lock-words.ts';
import { nextText } from '../../../core/run/standing-words.ts';
import { drivenBy, driverJson } from './driven-by.ts';

/** A cluster's unfinished run as a document. */
export function clusterRunJson({
  run,
  id,
  from,
  to,
  state,
  who,
  known,
  lock,
}: ClusterRun): Record<string, unknown> {
  const driver = known ? driverJson(known) : null;
  return {
    run,
    id,
    from: from ?? null,
    to: to ?? null,
    state,
    who: who ?? null,
    here: known !== undefined,
    driver,
    life: lock?.life ?? null,
  };
}

function whoDrives({ known, lock, state }: ClusterRun): string | undefined {
  if (state !== 'running' && state !== 'undoing' && state !== 'cut') return undefined;
  return lock ? lockLife(lock) : known && drivenBy(known);
}

function whatNext({ run, known, lock, isFreed }: ClusterRun): string {
  if (lock) return lockHint(lock);
  const next = known?.kind === 'whole' ? nextText(known.view) : `baiup show ${run}`;
  return isFreed ? `somebody freed the cluster's lock while it was unfinished; ${next}` : next;
}

/** A cluster's unfinished run: whose it is, whether anybody drives it, and what to type. */
export function clusterRunLines(found: ClusterRun): string[] {
  const { run, id, from = '?', to = '?', state, who, known } = found;
  const by = whoDrives(found);
  const where = known ? '' : ', whose machine has its journal';
  return [
    `  run        ${run} (${id}) ${from} → ${to}: ${state}, of ${who ?? 'nobody known'}${where}`,
    ...(by === undefined ? [] : [`             ${by}`]),
    `             ${whatNext(found)}`,
  ];
}
