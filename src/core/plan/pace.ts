import { type Figure, figure } from './figure.ts';
import { median } from './own-time.ts';
import type { PlannedStep } from './plan.ts';
import type { Receipt } from './receipt.ts';

/**
 * Seconds that warming up a migrator of 24.09 took on the machine that the components' start figures are from. It is
 * nearly all importing, as a start is, and grows with the release as starts do.
 */
const recordedWarmUp = 1.7;

/**
 * What a start is expected to take where only our own machine's figure is known: as much slower or faster as the
 * rehearsal's migrators were in warming up. Seen on three hops of a sandbox, 24.03 to 26.09: within a fifth.
 */
export function pacedFigure(
  { kind, estimate }: PlannedStep,
  receipt: Pick<Receipt, 'steps'> | undefined,
): Figure | undefined {
  if (kind !== 'service.start') return undefined;
  const warm = Object.entries(receipt?.steps ?? {}).filter(([id]) => id.includes('.warm.migrator'));
  if (warm.length === 0) return undefined;
  const pace = median(warm.map(([, seconds]) => seconds)) / recordedWarmUp;
  return figure(estimate * pace, 'paced');
}
