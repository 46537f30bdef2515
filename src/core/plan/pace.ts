import { type Figure, figure } from './figure.ts';
import type { PlannedStep } from './plan.ts';
import type { Receipt } from './receipt.ts';

/** What `imports` of a receipt was on the machine that the components' start figures are from: 1.0 to 1.3 s. */
const recordedImports = 1.1;

/**
 * What a start is expected to take where only our own machine's figure is known: as much slower or faster as the
 * rehearsal's migrator imported, since a start is nearly all importing.
 */
export function pacedFigure(
  { kind, estimate }: PlannedStep,
  receipt: Pick<Receipt, 'imports'> | undefined,
): Figure | undefined {
  if (kind !== 'service.start' || receipt?.imports === undefined) return undefined;
  return figure((estimate * receipt.imports) / recordedImports, 'paced');
}
