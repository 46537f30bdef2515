import { migrationOf } from '../../src/core/path/migration-trials.ts';
import { type Policy, policies } from '../../src/core/path/path.ts';
import { trialOf } from '../../src/core/path/trials.ts';
import type { PrintedHop } from './printed-hops.ts';

/** How many of these hops were tried, and how many say that they were not. */
export function tally(hops: readonly PrintedHop[]) {
  const tried = hops.filter(({ hop }) => trialOf(hop));
  const rest = hops.filter(({ hop }) => !trialOf(hop));
  const running = rest.filter(({ hop }) => hop.route.run.length > 0);
  const silent = running.filter(({ hop }) => !hop.findings.some(({ code }) => code === 'no-trial'));
  return {
    all: hops.length,
    tried: tried.length,
    empty: rest.length - running.length,
    untried: running,
    silent,
  };
}

/** The migrations that hops come down to: so many, and so many of them tried. */
function migrations(hops: readonly PrintedHop[]): readonly [all: number, tried: number] {
  const running = hops.filter(({ hop }) => hop.route.run.length > 0);
  const tried = running.filter(({ hop }) => trialOf(hop));
  const [all, some] = [running, tried].map((each) => new Set(each.map(({ hop }) => migrationOf(hop))).size);
  return [all ?? 0, some ?? 0];
}

/** The count as a table, by policy. */
export function countText(hops: readonly PrintedHop[]): string {
  const under = (name: string, some: readonly PrintedHop[]): string => {
    const { all, tried, empty, untried, silent } = tally(some);
    const cells = [all, tried, empty, untried.length, silent.length, ...migrations(some)];
    return [name.padEnd(8), ...cells.map((cell) => String(cell).padStart(12))].join('');
  };
  const heads = ['hops', 'tried', 'run nothing', 'untried', 'unsaid', 'migrations', 'tried'];
  const ofPolicy = (policy: Policy) => hops.filter(({ policies }) => policies.has(policy));
  return [
    ['policy'.padEnd(8), ...heads.map((head) => head.padStart(12))].join(''),
    ...policies.map((policy) => under(policy, ofPolicy(policy))),
    under('either', hops),
  ].join('\n');
}
