import { z } from 'zod';
import type { Census } from '../../core/census/census.ts';
import { compareCensus } from '../../core/census/compare.ts';
import type { CensusDifference, ComparedCensus } from '../../core/census/difference.ts';
import { lossInWords } from '../../core/census/loss-in-words.ts';
import { ofTable } from '../../core/census/of-table.ts';
import { joinCensus, splitCensus } from '../../core/census/split.ts';
import { type HeldKey, withKeys } from '../../core/census/with-keys.ts';
import { BaiupError } from '../../lib/errors.ts';
import { firstFew } from '../../lib/first-few.ts';
import { mostAtOnce } from './census-view.ts';
import type { StepContext } from './context.ts';
import { expectedSchemaIn } from './expected-schema.ts';
import { keptFile } from './kept-file.ts';
import { keptFiles } from './kept-files.ts';
import { keptCensus, notedCensus } from './noted-census.ts';
import { planAgain } from './plan-again.ts';
import { nothingToUndo, type Step } from './step.ts';

const params = z.strictObject({
  hop: z.int().positive(),
  /** Of the revisions, and kinds of steps, that run: those that change what the cluster holds by intent. */
  revisions: z.array(z.string()),
  /** Prefixes of etcd's keys that the hop moves. */
  moved: z.array(z.string()),
  /** The operator accepts what differs. */
  accepted: z.literal(true).optional(),
});
type Params = z.infer<typeof params>;

/** Of the error, and what an operator accepts. */
export const lossCode = 'prove.census';

const shown = 5;
/** So many differences are told in the journal; the file has all. */
const mostTold = 100;

async function keysIn(file: string, context: StepContext): Promise<readonly HeldKey[]> {
  if (!(await keptFile.isThere(file))) return [];
  return context.configStore.captured(file);
}

/** What was counted in a moment, and what is counted now in the moment that is held. */
async function heldAfter(hop: number, noted: Census, context: StepContext) {
  const held = context.views.get(hop);
  if (!held) return undefined;
  const first = await keptCensus(keptFiles(context, hop).censusAfter);
  const { many } = first ? splitCensus(noted, mostAtOnce) : { many: noted };
  const rest = await held.view.census(many);
  return { late: held.late ? many : undefined, census: first ? joinCensus(first, rest) : rest };
}

async function compared({ hop, revisions, moved }: Params, noted: Census, context: StepContext) {
  const files = keptFiles(context, hop);
  const after = await heldAfter(hop, noted, context);
  if (!after) return undefined;
  const { lost, ...others } = compareCensus(
    withKeys(noted, await keysIn(files.etcd, context), moved),
    withKeys(after.census, await keysIn(files.etcdAfter, context), moved),
    {
      ran: new Set(revisions),
      release: await expectedSchemaIn(files.expectedSchema),
    },
  );
  const isLate = ({ among }: CensusDifference): boolean => {
    const table = ofTable(among);
    const part = table === undefined ? after.late?.kinds[among] : after.late?.tables[table];
    return part !== undefined;
  };
  return {
    ...others,
    lost: lost.map((each) => (isLate(each) ? { ...each, perhaps: 'users' as const } : each)),
  };
}

interface Verdict extends Pick<ComparedCensus, 'verdict'> {
  /** The differences that it hangs on. */
  readonly by: readonly CensusDifference[];
}

/** On a copy nobody else writes: what the rehearsal has not lost there, the migration has not lost here. */
async function verdictOn(
  lost: readonly CensusDifference[],
  { accepted }: Params,
  { rehearsed }: StepContext,
): Promise<Verdict> {
  if (lost.length === 0) return { by: [] };
  if (accepted) return { verdict: 'accepted', by: [] };
  const isTold = { users: true, site: (await rehearsed?.()) ?? false };
  const by = lost.filter(({ perhaps }) => perhaps === undefined || !isTold[perhaps]);
  return { verdict: by.length === 0 ? 'told' : 'refused', by };
}

function refused(found: ComparedCensus, by: Verdict['by'], file: string): BaiupError {
  const ofSite = by.some(({ perhaps }) => perhaps === 'site');
  const way = planAgain(lossCode);
  return new BaiupError(
    lossCode,
    `the cluster does not hold what it held at the stop: ${firstFew(by.map(lossInWords), shown)}`,
    {
      hint: ofSite
        ? `read all differences in ${file}; some are in what the site has beside the release: if its own programs wrote there during the stop, stop them too, or rehearse the plan first; where all is right, ${way}`
        : `read all differences in ${file}; where they are right, ${way}`,
      found,
    },
  );
}

/** What the database and etcd held at the stop, they hold after the migration, but for what its revisions do by intent. */
export const censusProve: Step<Params> = {
  kind: 'census.prove',
  params,
  title: () => 'The cluster holds what it held before',
  estimate: 0.3,
  probe: async () => 'todo',
  apply: async (which, context) => {
    const { hop } = which;
    const noted = await notedCensus(hop, context);
    const whole = noted && (await compared(which, noted, context));
    if (!whole) return { skipped: 'what the cluster held at the stop was not noted' };
    const { censusCompared } = keptFiles(context, hop);
    const { by, ...verdict } = await verdictOn(whole.lost, which, context);
    await keptFile.write(censusCompared, JSON.stringify({ ...whole, ...verdict }, undefined, 2));
    // Not before: a disk that is full has all of it done again.
    await context.views.get(hop)?.view.close();
    context.views.delete(hop);
    const { lost } = whole;
    const found: ComparedCensus = {
      counts: whole.counts.filter((each) => each.before > 0 || (each.after ?? 0) > 0),
      lost: lost.slice(0, mostTold),
      explained: whole.explained,
      ...(lost.length > mostTold ? { all: lost.length } : {}),
      ...verdict,
    };
    if (verdict.verdict === 'refused') throw refused(found, by, censusCompared);
    return found;
  },
  verify: async () => undefined,
  undo: nothingToUndo,
};
