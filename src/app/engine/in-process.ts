import { type PlacedStep, walkPlan } from '../../core/plan/walk.ts';
import { reduceRun } from '../../core/run/reduce.ts';
import type { RunView } from '../../core/run/view.ts';
import type { AnyStep } from '../steps/step.ts';
import { carryBack, carryOut, checkBack, labelOf, stepNamed, type Tell, teller } from './carry-out.ts';
import { keepEvidence } from './evidence.ts';
import { runGraph } from './graph.ts';
import { operator } from './operator.ts';
import type { Drive, Engine } from './port.ts';
import { positionOf } from './position.ts';
import { undoOrder } from './undo-order.ts';

type Undoing = { readonly why: 'failure' | 'rollback'; readonly hops: readonly number[] };

async function viewOf({ record }: Drive): Promise<RunView> {
  const view = reduceRun(await record.events());
  if (!view) throw new Error(`run ${record.id} has no beginning in its journal`);
  return view;
}

/** Finishes an undo that has begun: everything touched in its hops, in reverse, then the run's final state. */
async function goBack(drive: Drive, tell: Tell, { why, hops }: Undoing): Promise<RunView> {
  const start = performance.now();
  const { touched } = positionOf(await drive.record.events());
  const placed = walkPlan(drive.record.plan).filter(
    ({ step, hop }) => hops.includes(hop) && touched.has(step.id),
  );
  const { nodes, harmless, overwritten } = undoOrder(placed, drive.steps);
  const byId = new Map(placed.map((each) => [each.step.id, each]));
  const undone = await runGraph(
    nodes,
    async (id) => {
      const each = byId.get(id);
      if (!each || harmless.has(id)) return;
      if (overwritten.has(id)) await tell({ kind: 'step.undone', seconds: 0, ...labelOf(each) });
      else await carryBack(each, drive, tell);
    },
    { done: new Set(), paused: () => false },
  );
  const failed = undone.failed?.id ?? (await firstNotBack(drive, tell, hops));
  if (failed !== undefined) {
    await tell({ kind: 'evidence.kept', ...(await keepEvidence(drive.context, `undo-${failed}`)) });
    await tell({ kind: 'run.finished', state: 'broken' });
    return viewOf(drive);
  }
  await tell({ kind: 'undo.finished', seconds: (performance.now() - start) / 1000 });
  await tell({ kind: 'run.finished', state: why === 'rollback' ? 'rolled-back' : 'failed' });
  return viewOf(drive);
}

/** Once all is undone: the first step whose undo has not come about, such as an old service that does not answer. */
async function firstNotBack(drive: Drive, tell: Tell, hops: readonly number[]): Promise<string | undefined> {
  const [firstHop] = [...hops].sort((a, b) => a - b);
  const events = await drive.record.events();
  const undone = new Set(events.flatMap((event) => (event.kind === 'step.undone' ? [event.step] : [])));
  const placed = walkPlan(drive.record.plan).filter(
    ({ step, hop }) => hop === firstHop && undone.has(step.id),
  );
  const checked = await Promise.all(
    placed.map((each) =>
      checkBack(each, drive, tell).then(
        () => [],
        () => [each.step.id],
      ),
    ),
  );
  return checked.flat()[0];
}

/** A hop's failure: evidence first, then back to where that hop began. */
async function fail(drive: Drive, tell: Tell, failed: PlacedStep): Promise<RunView> {
  const kept = await keepEvidence(drive.context, failed.step.id);
  await tell({ kind: 'evidence.kept', ...kept });
  const undoing = { why: 'failure', hops: [failed.hop] } as const;
  await tell({ kind: 'undo.started', ...undoing, who: operator() });
  return goBack(drive, tell, undoing);
}

/** What need not be done again: all that is done, but for a transient effect that something still to do builds on. */
function stillDone(
  placed: readonly PlacedStep[],
  done: ReadonlySet<string>,
  steps: readonly AnyStep[],
): Set<string> {
  const left = placed.filter(({ step }) => !done.has(step.id));
  const wanted = new Set(left.flatMap(({ step }) => step.needs));
  const isLost = ({ step }: PlacedStep): boolean =>
    stepNamed(steps, step.kind).transient === true && wanted.has(step.id);
  return new Set(placed.filter((each) => done.has(each.step.id) && !isLost(each)).map(({ step }) => step.id));
}

async function advance(drive: Drive): Promise<RunView> {
  const tell = teller(drive);
  const placed = walkPlan(drive.record.plan);
  const byId = new Map(placed.map((each) => [each.step.id, each]));
  const { done, touched, asked, approved, undoing } = positionOf(await drive.record.events());
  if (undoing) return goBack(drive, tell, undoing);

  const keep = stillDone(placed, done, drive.steps);
  const left = drive.record.plan.hops.map(() => 0);
  for (const { hop, step } of placed) if (!keep.has(step.id)) left[hop] = (left[hop] ?? 0) + 1;

  const end = await runGraph(
    placed.map(({ step }) => step),
    async (id, leave) => {
      const each = byId.get(id) as PlacedStep;
      const step = stepNamed(drive.steps, each.step.kind);
      if (step.asks && !approved.has(id)) {
        const how = step.asks(step.params.parse(each.step.params));
        if (!asked.has(id)) await tell({ kind: 'approval.asked', how, ...labelOf(each) });
        return 'held';
      }
      await carryOut(each, touched.has(id) && !done.has(id), drive, tell, leave);
      left[each.hop] = (left[each.hop] ?? 0) - 1;
      if (left[each.hop] === 0) await tell({ kind: 'hop.finished', hop: each.hop });
      return 'done';
    },
    { done: keep, paused: () => drive.pause.aborted },
  );
  if (end.failed) return fail(drive, tell, byId.get(end.failed.id) as PlacedStep);
  await tell(end.paused ? { kind: 'run.stopped' } : { kind: 'run.finished', state: 'done' });
  return viewOf(drive);
}

async function rollback(drive: Drive): Promise<RunView> {
  const tell = teller(drive);
  const undoing: Undoing = { why: 'rollback', hops: drive.record.plan.hops.map((_hop, index) => index) };
  await tell({ kind: 'undo.started', ...undoing, who: operator() });
  return goBack(drive, tell, undoing);
}

/** Carries out a run in this process. */
export const inProcessEngine: Engine = { advance, rollback };
