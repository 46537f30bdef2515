import { limitsOf } from '../../core/plan/limits.ts';
import type { Asked } from '../../core/run/asked.ts';
import type { LeftUndone, UndoReason } from '../../core/run/event.ts';
import type { RunView } from '../../core/run/view.ts';
import { BaiupError } from '../../lib/errors.ts';
import { carryBack, checkBack, labelOf, secondsSince, type Tell } from './carry-out.ts';
import { keepEvidence } from './evidence.ts';
import { runGraph } from './graph.ts';
import { holdStopped, looks } from './hold-stopped.ts';
import type { Drive } from './port.ts';
import { positionOf } from './position.ts';
import { giveUp, settle } from './settle.ts';
import { noTroubleYet, type Trouble } from './trouble.ts';
import { viewOf } from './view-of.ts';
import { type StepBack, type WayBack, wayBack } from './way-back.ts';

export type Undoing = { readonly why: UndoReason; readonly hops: readonly number[] };

const undoneIn = ({ steps, pending }: WayBack): StepBack[] =>
  [...steps].flatMap(([id, each]) => (!each.overwritten && !pending.has(id) ? [each] : []));

/** What an earlier attempt has undone and what was lost again since: it must be undone once more. */
async function reopenLost(way: WayBack, drive: Drive, tell: Tell): Promise<void> {
  const undone = undoneIn(way).filter(({ step }) => step.afterUndo);
  const states = await Promise.all(undone.map((each) => looks(each, drive)));
  const lost = new Set(undone.filter((_each, index) => states[index] === 'lost'));
  // A service that runs from a lost environment is stopped for the switch, and started after it.
  const members = new Set([...lost].map(({ member }) => member));
  for (const each of undone) {
    const again = lost.has(each) || (each.step.service === 'stopping' && members.has(each.member));
    if (!again) continue;
    await tell({ kind: 'step.undo-lost', ...labelOf(each.placed) });
    way.pending.add(each.placed.step.id);
  }
}

function lockLost({ why }: Asked): BaiupError {
  return new BaiupError('cluster.lock-lost', `not undone: ${why}`, { hint: 'who has it now: baiup status' });
}

/** Undoes all that is left and does not hang on a failure. */
async function undoLeft(way: WayBack, drive: Drive, tell: Tell, trouble: Trouble): Promise<void> {
  const undo = async (id: string): Promise<void> => {
    const each = way.steps.get(id);
    if (!each || !way.pending.has(id)) return;
    if (trouble.holds(each)) return trouble.met(each);
    try {
      const lost = await drive.lost?.();
      if (lost) throw lockLost(lost);
      if (each.overwritten) await tell({ kind: 'step.undone', seconds: 0, ...labelOf(each.placed) });
      else await carryBack(each.placed, drive, tell);
      way.pending.delete(id);
    } catch (error) {
      trouble.met(each, error);
    }
  };
  await runGraph(way.nodes, undo, {
    done: new Set(),
    paused: () => false,
    limits: limitsOf(drive.record.plan),
  });
}

/**
 * After all undos: checks that they took effect. One that did not, such as an old service that does not answer, must be
 * undone again.
 */
async function checkUndone(way: WayBack, drive: Drive, tell: Tell, trouble: Trouble): Promise<void> {
  const check = (each: StepBack): Promise<void> =>
    checkBack(each.placed, drive, tell).catch((error: unknown) => {
      way.pending.add(each.placed.step.id);
      trouble.met(each, error);
    });
  await Promise.all(undoneIn(way).map(check));
}

function leftOf({ steps, pending }: WayBack, { failures }: Trouble): LeftUndone[] {
  return [...steps].flatMap(([id, each]) => {
    if (!pending.has(id) || each.overwritten) return [];
    const { placed, step, params, member } = each;
    const says = step.notUndone?.(params) ?? `not undone: ${placed.step.title}`;
    const failure = failures.get(id);
    return [{ ...labelOf(placed), says, ...(member ? { member } : {}), ...(failure ? { failure } : {}) }];
  });
}

/**
 * Undoes all of a way back, as far as it can be undone: a failed undo blocks only what depends on it. When called again,
 * it does only what is left.
 */
export async function undoWay(way: WayBack, drive: Drive, tell: Tell): Promise<LeftUndone[]> {
  const trouble = noTroubleYet(drive.context.inventory);
  await reopenLost(way, drive, tell);
  await giveUp(way, drive, tell);
  await holdStopped(way, drive, tell, trouble);
  await undoLeft(way, drive, tell, trouble);
  await checkUndone(way, drive, tell, trouble);
  return leftOf(way, trouble);
}

/**
 * Finishes going back: undoes everything that is left, in reverse, then writes the run's final state. A failed undo
 * blocks only what depends on it. When called again, it does only what is left.
 */
export async function goBack(drive: Drive, tell: Tell, { why, hops }: Undoing): Promise<RunView> {
  const start = performance.now();
  const way = wayBack(drive, hops, positionOf(await drive.record.events()));
  const left = await undoWay(way, drive, tell);
  const [first] = left.some(({ failure }) => failure) ? left.filter(({ failure }) => failure) : left;
  if (first) {
    await tell({ kind: 'evidence.kept', ...(await keepEvidence(drive, `undo-${first.step}`)) });
    await tell({ kind: 'run.finished', state: 'broken', left });
  } else {
    // All services answer again: to settle what became of sessions is no part of the outage.
    await tell({ kind: 'undo.finished', seconds: secondsSince(start) });
    await settle(way, drive, tell);
    await tell({ kind: 'run.finished', state: why === 'rollback' ? 'rolled-back' : 'failed' });
  }
  return viewOf(drive);
}
