import { type ComparedCensus, type CountRow, comparedCensus } from '../../../core/census/difference.ts';
import { lossInWords } from '../../../core/census/loss-in-words.ts';
import type { RunView } from '../../../core/run/view.ts';

interface HopCensus extends ComparedCensus {
  readonly hop: number;
}

/** What each hop held before and after, for those that were counted. */
export function censusOf({ steps }: Pick<RunView, 'steps'>): HopCensus[] {
  return steps.flatMap(({ step, hop, result, state }) => {
    if (!step.endsWith('.prove.census') || state !== 'done') return [];
    const { data } = comparedCensus.safeParse(result);
    return data ? [{ hop, ...data }] : [];
  });
}

const isTable = ({ among }: CountRow): boolean => among.startsWith('table ');
const most = 5;

function countLine({ among, before, after }: CountRow, { explained }: ComparedCensus): string {
  const why = [...new Set(explained.filter((each) => each.among === among).map(({ reason }) => reason))];
  const now = after === null ? '–' : String(after);
  return `    ${among.padEnd(28)}${String(before).padStart(9)}${now.padStart(9)}${why.length > 0 ? `   ${why.join('; ')}` : ''}`;
}

/** Kinds of things line by line; of all other tables those whose rows became fewer. */
function hopLines(
  census: HopCensus,
  ends: { readonly from: string; readonly to: string } | undefined,
): string[] {
  const { counts, lost, late, explained } = census;
  const whose = late
    ? 'Counted when the new managers may have served already, so users may have done this:'
    : 'The operator accepted this:';
  const tables = counts.filter(isTable);
  const differs = new Set([...explained, ...lost].map(({ among }) => among));
  const told = tables.filter(({ among }) => differs.has(among));
  const title = ends ? `${ends.from} → ${ends.to}, what it held` : 'What it held';
  return [
    `  ${title.padEnd(30)}${'before'.padStart(9)}${'after'.padStart(9)}`,
    ...[...counts.filter((each) => !isTable(each)), ...told].map((each) => countLine(each, census)),
    ...(tables.length > told.length ? [`    ${tables.length - told.length} other tables lost no row`] : []),
    ...(lost.length > 0
      ? [
          `    ${whose}`,
          ...lost.slice(0, most).map((each) => `      ${lossInWords(each)}`),
          ...(lost.length > most ? [`      and ${lost.length - most} more`] : []),
        ]
      : []),
  ];
}

export function censusLines(view: Pick<RunView, 'steps' | 'hops'>): string[] {
  return censusOf(view).flatMap((each) => hopLines(each, view.hops[each.hop]));
}
