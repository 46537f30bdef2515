import { ancestry, idsOf, numberOf, type RevisionGraph, reach, type Standing } from './graph.ts';

/**
 * The last revision on which both histories agree. Everything before it is the same in both, and everything else in the
 * database builds on it. So a downgrade to it by the old code ends where the new code can continue.
 */
export function lastAgreed({ applied, graph }: Standing, target: RevisionGraph): string | undefined {
  const ours = ancestry(graph, applied.map(numberOf)).order;
  const last = ours.findLast((each) => {
    if (target.down[each] === undefined) return false;
    const before = reach(graph, [each]);
    const there = reach(target, [each]);
    if (before.some((held, at) => held !== there[at])) return false;
    return ours.every((other) => before[other] === 1 || reach(graph, [other])[each] === 1);
  });
  return last === undefined ? undefined : idsOf([last])[0];
}
