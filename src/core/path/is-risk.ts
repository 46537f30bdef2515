import type { Finding } from '../../lib/finding.ts';
import { isManual } from './is-manual.ts';

/** What a rule says of a hop that no check looks for and no step takes care of: to be accepted like a check's warning. */
export function isRisk(finding: Finding): boolean {
  return finding.origin !== undefined && finding.handled === undefined && !isManual(finding);
}
