import { type Figure, type FigureOf, figure, recordedFigure } from './figure.ts';
import { type MeasuredTime, measuredFigure, median } from './measured-time.ts';
import { pacedFigure } from './pace.ts';
import type { PlannedStep } from './plan.ts';
import type { Receipt } from './receipt.ts';

/** What of a receipt tells how long steps take. */
type Measured = Pick<Receipt, 'steps' | 'hops' | 'restore' | 'copy' | 'imports'>;

/** What is known beside a plan's own estimates. */
export interface Known {
  /** Of this plan, or of one whose hops are cut into outages in another way. */
  readonly receipt?: Measured | undefined;
  /** By earlier runs of the same cluster, newest last. */
  readonly own: readonly MeasuredTime[];
}

/** Seconds that a migrator needs beside its revisions. */
const legSeconds = 0.1;

/** What takes about as long in every hop, beside captures. */
const likenedKinds: ReadonlySet<string> = new Set(['database.aside', 'database.note', 'database.name']);

const afterHop = (id: string): string => id.slice(id.indexOf('.') + 1);

function revisionsOf({ params }: PlannedStep): string[] {
  const legs = Array.isArray(params['legs']) ? (params['legs'] as readonly { readonly run?: unknown }[]) : [];
  return legs.flatMap(({ run }) => (Array.isArray(run) ? (run as string[]) : []));
}

/** A step that the rehearsal did not have under this id, but of whose like or of whose revisions it has all. */
function likened(step: PlannedStep, { steps, hops }: Measured): number | undefined {
  if (step.kind === 'schema.migrate') {
    const measured = new Map(
      hops.flatMap(({ revisions }) => revisions.map(({ id, seconds }) => [id, seconds])),
    );
    const seconds = revisionsOf(step).map((id) => measured.get(id));
    if (!seconds.every((each) => each !== undefined)) return undefined;
    return seconds.reduce((sum, each) => sum + each, legSeconds);
  }
  if (!step.kind.endsWith('.capture') && !likenedKinds.has(step.kind)) return undefined;
  const alike = Object.entries(steps).filter(([id]) => afterHop(id) === afterHop(step.id));
  return alike.length === 0 ? undefined : median(alike.map(([, seconds]) => seconds));
}

/**
 * How long steps are expected to take: from the rehearsal, else from earlier runs of this cluster, else from the plan's
 * estimate, with starts at the rehearsal's pace.
 * @param ids whether the receipt is of the very plan whose steps are asked for, so that ids mean the same
 */
export function figuresFrom({ receipt, own }: Known, ids: 'same' | 'other' = 'same'): FigureOf {
  const measured = (step: PlannedStep): Figure | undefined => {
    const seconds =
      receipt && ((ids === 'same' ? receipt.steps[step.id] : undefined) ?? likened(step, receipt));
    if (seconds === undefined) return undefined;
    // The cluster's own database was dumped too: its copy is smaller and lies in memory.
    const dumped = step.kind === 'database.capture' ? (receipt?.copy.dump ?? 0) : 0;
    return figure(Math.max(seconds, dumped), 'receipt', [seconds]);
  };
  // Asked again and again of the same steps: for each bound, and for going back.
  const known = new WeakMap<PlannedStep, Figure>();
  return (step, hop): Figure => {
    const found =
      known.get(step) ??
      measured(step) ??
      measuredFigure(step, hop, own) ??
      pacedFigure(step, receipt) ??
      recordedFigure(step, hop);
    known.set(step, found);
    return found;
  };
}
