import type { Catalog } from '../../src/core/catalog/catalog.ts';
import type { Schema } from '../../src/core/catalog/release.ts';
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

/** Hops whose databases go from one history to one other run the same revisions. */
function migrations(hops: readonly PrintedHop[], catalog: Catalog): number {
  const numbers = new Map<Schema | undefined, number>();
  const numberOf = (version: PrintedHop['hop']['from']): number => {
    const schema = catalog.find(version)?.schema;
    const known = numbers.get(schema) ?? numbers.size;
    numbers.set(schema, known);
    return known;
  };
  return new Set(hops.map(({ hop }) => `${numberOf(hop.from)} ${numberOf(hop.to)}`)).size;
}

/** The count as a table, by policy. */
export function countText(hops: readonly PrintedHop[], catalog: Catalog): string {
  const under = (name: string, some: readonly PrintedHop[]): string => {
    const { all, tried, empty, untried, silent } = tally(some);
    const cells = [all, tried, empty, untried.length, migrations(untried, catalog), silent.length];
    return [name.padEnd(8), ...cells.map((cell) => String(cell).padStart(12))].join('');
  };
  const heads = ['hops', 'tried', 'run nothing', 'untried', 'migrations', 'unsaid'];
  return [
    ['policy'.padEnd(8), ...heads.map((head) => head.padStart(12))].join(''),
    under(
      'page',
      hops.filter(({ policies }) => policies.has('page')),
    ),
    under(
      'schema',
      hops.filter(({ policies }) => policies.has('schema')),
    ),
    under('either', hops),
  ].join('\n');
}
