import type { Known } from '../../core/plan/figures-from.ts';
import type { MeasuredTime } from '../../core/plan/measured-time.ts';
import type { Plan } from '../../core/plan/plan.ts';
import type { Rehearsed } from '../../core/plan/rehearsed.ts';
import { measuredTimes } from '../../core/run/measured-times.ts';
import { reduceRun } from '../../core/run/reduce.ts';
import type { Journal } from '../../io/journal/port.ts';
import { latestReceipt } from './receipts.ts';
import { runJournal } from './run-journal.ts';

/** Older runs tell of another machine load, other releases, other data. */
const recentRuns = 8;

/** A single run of ten thousand members tells as much, and takes long to read. */
const enoughTimes = 20_000;

async function timesOf(journal: Journal, id: string, cluster: string): Promise<MeasuredTime[] | undefined> {
  try {
    const events = await (await journal.reader(id)).events();
    if (reduceRun(events)?.cluster !== cluster) return undefined;
    return measuredTimes((await journal.open(id)).plan, events);
  } catch {
    // Another version of baiup wrote it: nothing is learned from it.
    return undefined;
  }
}

/** What the latest runs of a cluster measured, newest last. */
export async function measuredTimesOf(cluster: string): Promise<MeasuredTime[]> {
  const journal = runJournal();
  const found: MeasuredTime[][] = [];
  for (const id of [...(await journal.list())].reverse()) {
    const times = await timesOf(journal, id, cluster);
    if (times !== undefined && times.length > 0) found.push(times);
    const known = found.reduce((sum, each) => sum + each.length, 0);
    if (found.length === recentRuns || known >= enoughTimes) break;
  }
  return found.reverse().flat();
}

/**
 * What is known about the time that a plan's steps take: from its latest good receipt and from earlier runs; also the
 * verdict of that rehearsal.
 */
export async function knownTimes(plan: Plan): Promise<Known & { readonly rehearsed?: Rehearsed }> {
  const receipt = await latestReceipt(plan);
  const own = await measuredTimesOf(plan.cluster);
  if (!receipt) return { own };
  return { own, rehearsed: receipt, ...(receipt.ok ? { receipt } : {}) };
}
