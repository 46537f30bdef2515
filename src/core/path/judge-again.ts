import { allowedUpTo } from '../schema/drift-allowed.ts';
import { lineOf } from '../versions/line-of.ts';
import { parseVersion } from '../versions/parse-version.ts';
import type { TrialEnd } from './trial.ts';

/** What was seen in a trial, by the differences that are known today to be the vendor's own. */
export function judgeAgain(end: TrialEnd, to: string): TrialEnd {
  const { outcome, drift, lost = [] } = end;
  if (outcome !== 'wrong' || !drift || lost.length > 0) return end;
  const allowed = new Set(
    allowedUpTo(lineOf(parseVersion(to))).map(({ kind, object }) => `${kind} ${object}`),
  );
  const structural = drift.structural.filter((each) => !allowed.has(each));
  const known = drift.allowed + drift.structural.length - structural.length;
  return {
    ...end,
    outcome: structural.length === 0 ? 'right' : 'wrong',
    drift: { ...drift, structural, allowed: known },
  };
}
