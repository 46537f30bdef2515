import type { Finding } from '../../lib/finding.ts';

/** Whether a finding is a step that only an operator can take: no step of ours does it, and no check looks for it. */
export function isManual({ origin, handled }: Finding): boolean {
  return origin === 'manual' && handled === undefined;
}
