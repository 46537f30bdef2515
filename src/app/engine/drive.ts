import type { Asked } from '../../core/run/asked.ts';
import type { RunEvent } from '../../core/run/event.ts';
import { reduceRun } from '../../core/run/reduce.ts';
import { standingOf } from '../../core/run/standing.ts';
import type { RunView } from '../../core/run/view.ts';
import type { RunRecord } from '../../io/journal/port.ts';
import { ownOnly, runReserve } from '../../io/journal/reserve.ts';
import { BaiupError, exitCode } from '../../lib/errors.ts';
import { guardedSessions } from '../discovery/guarded-sessions.ts';
import { steps } from '../steps/index.ts';
import { letGo } from '../steps/let-go.ts';
import type { HeldLock } from '../wiring/cluster-lock.ts';
import type { Cluster } from '../wiring/open-cluster.ts';
import { announceCourse } from './announce-course.ts';
import { hearRequests } from './hear-requests.ts';
import { holdWindow } from './hold-window.ts';
import { inProcessEngine } from './in-process.ts';
import { keepRoom } from './keep-room.ts';
import { operator } from './operator.ts';
import type { Drive } from './port.ts';
import { refuseFilesElsewhere } from './refuse-files-elsewhere.ts';
import { tellHooks } from './tell-hooks.ts';
import { tellSpans } from './tell-spans.ts';
import { viewOf } from './view-of.ts';
import { watchOutage } from './watch-outage.ts';
import { withoutRoom } from './without-room.ts';

export interface DriveOptions {
  /** What the terminal that drives it asks of the run now. */
  readonly asked: () => Asked | undefined;
  /** Told of what other terminals ask. */
  readonly onAsked: (asked: Asked) => void;
  readonly onEvent: (event: RunEvent) => void;
  /** Codes of what is accepted: `cluster.changed-since` lets a run go back over what another did since. */
  readonly accept?: readonly string[];
  /** Milliseconds that one revision may take; half an hour unless told. */
  readonly revisionLimitMs?: number;
}

/**
 * Drives a run under the cluster's lock and as its only driver. The lock stays while the run is unfinished or
 * broken: nobody else may begin then.
 */
export async function driveRun(
  cluster: Cluster,
  record: RunRecord,
  why: string,
  options: DriveOptions,
  act: (drive: Drive) => Promise<RunView>,
): Promise<RunView> {
  const claim = await record.claim(operator()).catch(async (error: unknown) => {
    throw await withoutRoom(error, record);
  });
  // Not before: where somebody drives it, that is what is to be said.
  await refuseFilesElsewhere(record).catch(async (error: unknown) => {
    await claim.release().catch(() => undefined);
    throw error;
  });
  const telling = tellHooks(cluster.hooks, record, options.onEvent);
  const spans = tellSpans(record);
  const onEvent = (event: RunEvent): void => {
    options.onEvent(event);
    telling.hear(event);
    spans.hear(event);
  };
  try {
    const view = await underLock(cluster, record, why, { ...options, onEvent }, async (drive) => {
      await telling.begin();
      await spans.begin();
      return act(drive);
    });
    // Not before: what hooks take their time for holds nobody up who waits for the cluster's lock.
    await telling.end();
    await spans.end();
    return cluster.hooks.length > 0 ? await viewOf({ record }).catch(() => view) : view;
  } catch (error) {
    await telling.end();
    await spans.end();
    throw await withoutRoom(error, record);
  } finally {
    // A claim that cannot be given back counts no longer than this process lives.
    await claim.release().catch(() => undefined);
  }
}

async function underLock(
  cluster: Cluster,
  record: RunRecord,
  why: string,
  options: DriveOptions,
  act: (drive: Drive) => Promise<RunView>,
): Promise<RunView> {
  const { name: run, id, plan } = record;
  const goesOn = standingOf(await record.examine()) !== 'unbegun';
  const isAccepted = options.accept?.includes('cluster.changed-since') ?? false;
  const by = { run, id, what: 'run', from: plan.from, to: plan.to, who: operator(), why } as const;
  const lock = await cluster.lock.hold(by, goesOn && !isAccepted);
  let view: RunView | undefined;
  try {
    const { revisionLimitMs: revisionTimeoutMs, onEvent } = options;
    const limits = revisionTimeoutMs ? { revisionTimeoutMs } : {};
    const room = runReserve(record.folder);
    const stepping = cluster.stepContext(record, limits, lock.turn);
    const began = beginningOf(record);
    const foreseen = async (hop: number) => (await began())?.foreseen?.hops[hop - 1];
    // A run begins only where its rehearsal found nothing wrong, or where none was asked for.
    const rehearsed = async () => (await began())?.rehearsed !== undefined;
    const guarded = async () => {
      const agreed = [...plan.accepted, ...((await began())?.accepted ?? []), ...(options.accept ?? [])];
      return (await guardedSessions(cluster.readers, plan.guard ?? [], agreed)).findings;
    };
    const context = { ...stepping, room, foreseen, rehearsed, guarded };
    await keepRoom(cluster, record, context);
    const asked = (): Asked | undefined => lostLock(lock) ?? options.asked();
    const lost = async (always?: boolean): Promise<Asked | undefined> => {
      await lock.look(always);
      return lostLock(lock);
    };
    const hearing = await hearRequests({ record, steps, context, asked, lost, onEvent }, options.onAsked);
    const before = await record.events();
    const watched = watchOutage(hearing.drive, before, Date.now);
    const announcing = announceCourse(watched.drive, before);
    const held = holdWindow(announcing.drive, before, Date.now);
    // What planning has left behind: collecting it later would make a pause while services are stopped. Of all ways to
    // collect, only the last resort gives the room back to the system: others keep it for a heap as large as before.
    globalThis.gc?.({ type: 'major', execution: 'sync', flavor: 'last-resort' });
    view = await act(held.drive)
      .finally(held.end)
      .finally(watched.end)
      .finally(announcing.end)
      .finally(hearing.end);
    await letGo(context);
    // Another driver may need its own. Where the server cannot be reached, the next run drops them.
    if (!lostLock(lock)) await cluster.dropLeftovers().catch(() => undefined);
    return view;
  } finally {
    const found = await record.examine();
    const standing = standingOf(found);
    if (standing === 'ended') await runReserve(record.folder).giveMost();
    await ownOnly(record.folder);
    const isOver = standing === 'ended' || standing === 'unbegun';
    await (isOver ? lock.free(isUndone(view ?? reduceRun(found.events))) : lock.leave());
  }
}

/** How a run began, read once: thousands of steps ask for it, and all events would be listed for each. */
function beginningOf(record: RunRecord) {
  let began: Extract<RunEvent, { kind: 'run.started' }> | undefined;
  return async () => {
    if (began) return began;
    const [first] = await record.events();
    if (first?.kind === 'run.started') began = first;
    return began;
  };
}

/** Whether a run that is over left the cluster as it found it. */
function isUndone(view: RunView | undefined): boolean {
  return (
    view === undefined || view.state === 'rolled-back' || !view.hops.some(({ state }) => state === 'done')
  );
}

/** Without the cluster's lock nothing more is begun. */
function lostLock({ lost }: Pick<HeldLock, 'lost'>): Asked | undefined {
  const at = lost();
  return at === undefined
    ? undefined
    : { what: 'pause', who: 'baiup', why: "somebody took the cluster's lock away", at };
}

export const engine = inProcessEngine;

/** The exit code of a run's end. */
export function exitOf(view: RunView) {
  switch (view.state) {
    case 'done':
    case 'rolled-back':
      return exitCode.done;
    case 'stopped':
    case 'running':
    case 'undoing':
      return exitCode.resumable;
    case 'failed':
    case 'broken':
      return exitCode.failed;
    default:
      return view.state satisfies never;
  }
}

/** @throws BaiupError `cluster.other` (exit 64) when a plan or run is another cluster's */
export function sameCluster(cluster: Pick<Cluster, 'inventory' | 'file'>, name: string, what: string): void {
  if (cluster.inventory.cluster === name) return;
  throw new BaiupError(
    'cluster.other',
    `${what} is for cluster ${name}, but ${cluster.file} is ${cluster.inventory.cluster}`,
    {
      exit: exitCode.usage,
      hint: 'name the right one with --cluster FILE',
    },
  );
}
