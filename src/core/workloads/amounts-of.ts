import type { SlotAmounts } from './slot-amounts.ts';

/** The sum of slots as releases write them: texts or numbers by slot. What is no number, or nothing, is left out. */
export function amountsOf(...written: readonly unknown[]): SlotAmounts {
  const sum: Record<string, number> = {};
  for (const slots of written) {
    if (typeof slots !== 'object' || slots === null) continue;
    for (const [slot, amount] of Object.entries(slots)) {
      const value = Number(amount);
      if (Number.isFinite(value) && value !== 0) sum[slot] = (sum[slot] ?? 0) + value;
    }
  }
  return sum;
}
