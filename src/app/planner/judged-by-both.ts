import type { Pair } from '../../core/catalog/every-pair.ts';
import { loadCatalog } from '../../core/catalog/load-catalog.ts';
import { findPath } from '../../core/path/find-path.ts';
import type { Policy } from '../../core/path/path.ts';
import { refusals } from '../../core/path/refusals.ts';
import { lostHistory } from '../../core/schema/lost-history.ts';
import { judgedWay } from './judged-way.ts';
import { simulatedGround } from './simulated-plan.ts';

/** What `path` says of two releases, and what `plan` says of a cluster where nothing is wrong: its hops, or why not. */
export function judgedByBoth([from, to]: Pair, policy: Policy) {
  const path = findPath(loadCatalog(), from, to, { policy });
  const refusing = refusals(path).map(({ code }) => code);
  const lost = lostHistory(from);
  const asked = lost ? { found: { revisions: [lost.before.head] } } : {};
  const way = judgedWay(simulatedGround(from, asked), { to, policy, windows: 'each', accept: [] });
  const chain = (hops: typeof path.hops) => hops.map((hop) => hop.to);
  return {
    path: refusing.length > 0 ? refusing : chain(path.hops),
    plan: way.kind === 'allowed' ? chain(way.draft.path.hops) : codesOf(way),
  };
}

function codesOf(way: Exclude<ReturnType<typeof judgedWay>, { kind: 'allowed' }>): string[] {
  if (way.kind === 'nothing-to-do') return [];
  return way.findings.filter(({ severity }) => severity === 'blocker').map(({ code }) => code);
}
