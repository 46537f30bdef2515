import { standingOf } from '../../core/run/standing.ts';
import { nextText } from '../../core/run/standing-words.ts';
import { damagedRun } from '../../io/journal/damage.ts';
import { newRunId } from '../../io/journal/run-file.ts';
import { BaiupError, exitCode, messageOf } from '../../lib/errors.ts';
import { sameCluster } from '../engine/drive.ts';
import { operator } from '../engine/operator.ts';
import { refuseFilesElsewhere } from '../engine/refuse-files-elsewhere.ts';
import { type Kept, keptKey, type Removable } from '../forget/kept.ts';
import { keptByRun } from '../forget/kept-by-run.ts';
import { type OtherRuns, othersOf } from '../forget/other-runs.ts';
import type { WholeRun } from '../records/known-run.ts';
import { hasWayBack } from '../records/refuse-forgotten.ts';
import { runJournal } from '../records/run-journal.ts';
import { runNamed } from '../records/runs.ts';
import { letGo } from '../steps/let-go.ts';
import { openRunCluster } from '../wiring/open-run-cluster.ts';

/** What a run keeps. */
export interface Found {
  readonly run: string;
  readonly from: string;
  readonly to: string;
  /** Whether it can be taken back now, and no longer once it is forgotten. */
  readonly wayBack: boolean;
  readonly kept: readonly Kept[];
}

export interface ForgetRequest {
  readonly run: string;
  readonly clusterFile: string | undefined;
  /** Whether what was found is to be removed. */
  readonly agreed: (found: Found) => Promise<boolean>;
}

export interface Forgotten {
  readonly found: Found;
  /** Undefined where nothing was removed: there is nothing, or nobody agreed. */
  readonly done?: {
    readonly removed: readonly Kept[];
    readonly failed: readonly Kept[];
    readonly freed: number;
  };
}

/** @throws BaiupError `run.damaged`, `run.unfinished` (exit 2) */
async function endedRun(typed: string): Promise<WholeRun> {
  const known = await runNamed(typed);
  if (known.kind === 'damaged') throw damagedRun(known.run, known.damage);
  const { run, view } = known;
  const record = await runJournal().reader(typed);
  if (standingOf(await record.examine()) === 'ended') return known;
  throw new BaiupError(
    'run.unfinished',
    `${run} is not over (${view.state}): it may still need all that it keeps`,
    {
      exit: exitCode.refused,
      left: 'nothing was removed',
      hint: nextText(view),
    },
  );
}

type Opened = Awaited<ReturnType<typeof open>>;

async function open({ run: typed, clusterFile }: ForgetRequest) {
  const known = await endedRun(typed);
  const record = await runJournal().open(typed);
  await refuseFilesElsewhere(record);
  const { cluster } = await openRunCluster(record, clusterFile);
  sameCluster(cluster, record.plan.cluster, record.name);
  return { known, record, cluster };
}

async function look(
  { known, record, cluster }: Opened,
  others: OtherRuns,
  turn?: Parameters<Opened['cluster']['stepContext']>[2],
): Promise<Removable[]> {
  const context = cluster.stepContext(record, {}, turn);
  try {
    return await keptByRun({ record, known, here: cluster.here, ...others, context });
  } finally {
    await letGo(context);
  }
}

/** Removes one after the other, in this order: what another hangs on goes later. */
async function removeAll(wanted: readonly Removable[]) {
  const removed: Kept[] = [];
  const failed: Kept[] = [];
  for (const { remove, ...kept } of wanted) {
    // A note of what was set aside names what could not be dropped.
    const isNote = kept.name.endsWith('.aside.json');
    if (isNote && failed.some(({ what }) => what === 'database')) continue;
    try {
      await remove();
      removed.push(kept);
    } catch (error) {
      failed.push({ ...kept, stays: messageOf(error) });
    }
  }
  return { removed, failed, freed: removed.reduce((sum, { bytes }) => sum + bytes, 0) };
}

/**
 * Removes what a run that is over keeps for its way back, and nothing that is in use. Called again, it removes what is
 * left.
 * @throws BaiupError `run.unknown`, `run.unfinished`, `run.damaged`, `run.driven-elsewhere`, `cluster.*`
 */
export async function forget(request: ForgetRequest): Promise<Forgotten> {
  const opened = await open(request);
  const { known, record, cluster } = opened;
  const others = await othersOf(record, cluster.store.lock);
  const kept = await look(opened, others);
  const { from, to } = record.plan;
  const wayBack = known.view.forgotten === undefined && hasWayBack(known.view);
  const found = {
    run: record.name,
    from,
    to,
    wayBack,
    kept: kept.map(({ remove: _remove, ...each }) => each),
  };
  if (kept.every(({ stays }) => stays !== undefined) || !(await request.agreed(found))) return { found };
  const agreed = new Set(kept.filter(({ stays }) => stays === undefined).map(keptKey));
  const who = operator();
  const why = `baiup forget ${record.name}`;
  const lock = await cluster.lock.hold({ run: record.name, id: newRunId(), what: 'forget', who, why });
  try {
    const claim = await record.claim(who);
    try {
      // Before anything goes: a way back that is half removed is none.
      await record.append({ kind: 'run.forgetting', who });
      const now = await look(opened, others, lock.turn);
      const done = await removeAll(
        now.filter((each) => each.stays === undefined && agreed.has(keptKey(each))),
      );
      const names = (all: readonly Kept[]): string[] => all.map(({ name }) => name);
      await record.append({
        kind: 'run.forgotten',
        ...{ who, freed: done.freed, removed: names(done.removed), left: names(done.failed) },
      });
      return { found, done };
    } finally {
      await claim.release();
    }
  } finally {
    await lock.free();
  }
}
