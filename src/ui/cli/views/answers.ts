import { z } from 'zod';
import { type ComparedCensus, comparedCensus } from '../../../core/census/difference.ts';
import { lossInWords } from '../../../core/census/loss-in-words.ts';
import type { RunView } from '../../../core/run/view.ts';
import { beforeAfter } from './before-after.ts';

interface HopAnswers extends ComparedCensus {
  readonly hop: number;
  /** What was not answered before either. */
  readonly unanswered: readonly string[];
  /** Endpoints that serve no more, or not yet. */
  readonly resting: readonly string[];
}

type Steps = Pick<RunView, 'steps'>;

const texts = z.array(z.string()).default([]);
const compared = comparedCensus.extend({ unanswered: texts, resting: texts });
const skipped = z.object({ skipped: z.string() });

/** What the managers' API answered before and after each hop, for those where it was asked. */
export function answersOf({ steps }: Steps): HopAnswers[] {
  return steps.flatMap(({ step, hop, result }) => {
    if (!step.endsWith('.prove.api')) return [];
    const { data } = compared.safeParse(result);
    return data ? [{ hop, ...data }] : [];
  });
}

const most = 5;
const few = (texts: readonly string[], all = texts.length): string[] => [
  ...texts.slice(0, most).map((text) => `      ${text}`),
  ...(all > most ? [`      and ${all - most} more`] : []),
];

const verdicts: Readonly<Record<NonNullable<ComparedCensus['verdict']>, string>> = {
  refused: '    The proof failed on this:',
  accepted: '    The operator accepted this:',
  told: '    This differs:',
};

/** What differs and nobody explains, with what became of it. */
export const lostAnswers = ({ lost, all, verdict }: ComparedCensus): string[] =>
  lost.length === 0 ? [] : [verdicts[verdict ?? 'told'], ...few(lost.map(lossInWords), all)];

/** Endpoints whose sessions managers had still to start when they were asked. */
export const restingAnswers = ({ resting }: HopAnswers): string[] =>
  resting.length > 0
    ? ['    Endpoints that served before, and had no session ready yet:', ...few(resting)]
    : [];

const unansweredLines = ({ unanswered }: HopAnswers): string[] =>
  unanswered.length > 0 ? ['    Not answered, and not compared:', ...few(unanswered)] : [];

const skippedLines = ({ steps }: Steps): string[] =>
  steps.flatMap(({ step, result }) => {
    const { data } = skipped.safeParse(step.endsWith('.prove.api') ? result : undefined);
    return data ? [`  What users can list is not compared: ${data.skipped}`] : [];
  });

/** At the end of a run that went well: what the API was not asked, so that nobody takes it for equal. */
export function notComparedLines(view: Steps): string[] {
  const lines = answersOf(view).flatMap(unansweredLines);
  const partly = lines.length > 0 ? ['  Not all that users can list is compared:', ...lines] : [];
  return [...partly, ...skippedLines(view)];
}

/** Beside the table of what the database held: what users of each role can list and start. */
export function answerLines(view: Pick<RunView, 'steps' | 'hops'>): string[] {
  const tables = answersOf(view).flatMap((answers) => {
    const { counts, explained, hop } = answers;
    const { from, to } = view.hops[hop] ?? {};
    const title = from ? `${from} → ${to}, what users can list` : 'What users can list';
    const reasonsOf = (name: string): string =>
      [...new Set(explained.filter(({ among }) => among === name).map(({ reason }) => reason))].join('; ');
    return [
      ...beforeAfter(
        title,
        counts.map(({ among, ...count }) => ({ name: among, ...count, note: reasonsOf(among) })),
      ),
      ...lostAnswers(answers),
      ...restingAnswers(answers),
      ...unansweredLines(answers),
    ];
  });
  return [...tables, ...skippedLines(view)];
}
