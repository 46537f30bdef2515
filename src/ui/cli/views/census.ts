import { z } from 'zod';
import {
  type CensusDifference,
  type ComparedCensus,
  type CountRow,
  comparedCensus,
} from '../../../core/census/difference.ts';
import { lossInWords } from '../../../core/census/loss-in-words.ts';
import { ofTable } from '../../../core/census/of-table.ts';
import type { RunView } from '../../../core/run/view.ts';
import { answersOf, lostAnswers, restingAnswers } from './answers.ts';
import { beforeAfter, type CountedLine } from './before-after.ts';
import { lostPointLines } from './entry-points.ts';
import { failedProofs } from './proofs.ts';

interface HopCensus extends ComparedCensus {
  readonly hop: number;
}

type Steps = Pick<RunView, 'steps'>;

function resultsOf<T>({ steps }: Steps, end: string, form: z.ZodType<T>): { hop: number; data: T }[] {
  return steps.flatMap(({ step, hop, result }) => {
    if (!step.endsWith(end)) return [];
    const { data } = form.safeParse(result);
    return data ? [{ hop, data }] : [];
  });
}

/** What each hop held before and after, for those that were counted, whether the proof failed or not. */
export function censusOf(view: Steps): HopCensus[] {
  return resultsOf(view, '.prove.census', comparedCensus).map(({ hop, data }) => ({ hop, ...data }));
}

const isTable = ({ among }: CountRow): boolean => ofTable(among) !== undefined;
const most = 5;

function countLine({ among, before, after }: CountRow, { explained }: ComparedCensus): CountedLine {
  const why = [...new Set(explained.filter((each) => each.among === among).map(({ reason }) => reason))];
  return { name: among, before, after, note: why.join('; ') };
}

const few = (texts: readonly string[], all = texts.length): string[] => [
  ...texts.slice(0, most).map((text) => `      ${text}`),
  ...(all > most ? [`      and ${all - most} more`] : []),
];

const whose: Readonly<Record<NonNullable<CensusDifference['perhaps']>, string>> = {
  site: 'This differs in what the site has beside the release. Its own programs may have done it: the rehearsal lost nothing of it on a copy.',
  users:
    'This was counted when the new managers may have served already, because the run was interrupted. Users may have done it:',
};

/** What differs and nobody explains, with what became of it. */
function lostLines({ lost, all, verdict }: ComparedCensus): string[] {
  if (lost.length === 0) return [];
  if (verdict === 'refused') return ['    The proof failed on this:', ...few(lost.map(lossInWords), all)];
  if (verdict === 'accepted') return ['    The operator accepted this:', ...few(lost.map(lossInWords), all)];
  return (['site', 'users'] as const).flatMap((who) => {
    const those = lost.filter(({ perhaps }) => perhaps === who);
    return those.length > 0 ? [`    ${whose[who]}`, ...few(those.map(lossInWords))] : [];
  });
}

const otherTables = (count: number): string =>
  count === 1 ? '    1 other table has lost nothing' : `    ${count} other tables have lost nothing`;

/** Kinds of things line by line; of all other tables those that differ. */
function hopLines(
  census: HopCensus,
  ends: { readonly from: string; readonly to: string } | undefined,
): string[] {
  const { counts, lost, explained } = census;
  const tables = counts.filter(isTable);
  const differs = new Set([...explained, ...lost].map(({ among }) => among));
  const told = tables.filter(({ among }) => differs.has(among));
  const title = ends ? `${ends.from} → ${ends.to}, what it held` : 'What it held';
  return [
    ...beforeAfter(
      title,
      [...counts.filter((each) => !isTable(each)), ...told].map((each) => countLine(each, census)),
    ),
    ...(tables.length > told.length ? [otherTables(tables.length - told.length)] : []),
    ...lostLines(census),
  ];
}

const lostCapacity = z.object({ lost: z.array(z.string()) });

/** Where agents offer less, and the operator accepts it. */
function capacityLines(view: Pick<RunView, 'steps' | 'hops'>): string[] {
  const all = resultsOf(view, '.prove.capacity', lostCapacity);
  return all.flatMap(({ data: { lost } }) => ['  Agents offer less than before:', ...few(lost)]);
}

export function censusLines(view: Pick<RunView, 'steps' | 'hops'>): string[] {
  return [...censusOf(view).flatMap((each) => hopLines(each, view.hops[each.hop])), ...capacityLines(view)];
}

const someLost = z.object({ lost: z.array(z.unknown()).min(1) });

/** Whether a step that is done has found something that is not as it was. */
export const findsLosses = (result: unknown): boolean => someLost.safeParse(result).success;

/** What differs after a run that went well: nothing of it is passed over. */
export function toldLosses(view: Pick<RunView, 'run' | 'steps' | 'hops'>): string[] {
  const accepted = answersOf(view).filter(({ verdict }) => verdict === 'accepted');
  const told = censusOf(view).filter(({ lost, verdict }) => lost.length > 0 && verdict !== 'refused');
  const lines = [
    ...told.flatMap(lostLines),
    ...capacityLines(view),
    ...accepted.flatMap(lostAnswers),
    ...answersOf(view).flatMap(restingAnswers),
    ...failedProofs(view),
    ...lostPointLines(view),
  ];
  if (lines.length === 0) return [];
  return [
    '  Not everything is as it was before the stop:',
    ...lines,
    `    To see all: baiup show ${view.run}`,
  ];
}
