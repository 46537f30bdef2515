import { z } from 'zod';
import { compareCensus } from '../../core/census/compare.ts';
import type { CensusDifference, ComparedCensus } from '../../core/census/difference.ts';
import { lossInWords } from '../../core/census/loss-in-words.ts';
import { type HeldKey, withKeys } from '../../core/census/with-keys.ts';
import { withRegistries } from '../../core/census/with-registries.ts';
import { BaiupError } from '../../lib/errors.ts';
import { firstFew } from '../../lib/first-few.ts';
import type { StepContext } from './context.ts';
import { keptFile } from './kept-file.ts';
import { keptFiles } from './kept-files.ts';
import { notedCensus } from './noted-census.ts';
import { nothingToUndo, type Step } from './step.ts';

const params = z.strictObject({
  hop: z.int().positive(),
  /** Of the revisions that run, those that change what the cluster holds by intent. */
  revisions: z.array(z.string()),
  /** Prefixes of etcd's keys that the hop moves. */
  moved: z.array(z.string()),
  /** The operator accepts what differs. */
  accepted: z.literal(true).optional(),
});

/** Of the error, and what an operator accepts. */
export const lossCode = 'prove.census';

const shown = 5;

async function keysIn(file: string, context: StepContext): Promise<readonly HeldKey[]> {
  return (await keptFile.isThere(file)) ? context.configStore.captured(file) : [];
}

/** @throws BaiupError `prove.census` */
function refuseLosses(lost: readonly CensusDifference[], file: string): void {
  if (lost.length === 0) return;
  throw new BaiupError(
    lossCode,
    `the cluster does not hold what it held at the stop: ${firstFew(lost.map(lossInWords), shown)}`,
    {
      hint: `read all differences in ${file}; where they are right, make the plan again with --accept ${lossCode}`,
    },
  );
}

/** What the database and etcd held at the stop, they hold after the migration, but for what its revisions do by intent. */
export const censusProve: Step<z.infer<typeof params>> = {
  kind: 'census.prove',
  params,
  title: () => 'The cluster holds what it held before',
  estimate: 0.3,
  probe: async () => 'todo',
  apply: async ({ hop, revisions, moved, accepted }, context) => {
    const held = context.views.get(hop);
    const noted = await notedCensus(hop, context);
    if (!held || !noted) return { skipped: 'what the cluster held at the stop was not noted' };
    const files = keptFiles(context, hop);
    const after = withRegistries(await held.view.census(noted), await context.configStore.registries());
    const before = withKeys(noted, await keysIn(files.etcd, context), moved);
    const compared = compareCensus(
      before,
      withKeys(after, await keysIn(files.etcdAfter, context), moved),
      new Set(revisions),
    );
    await keptFile.write(files.censusCompared, JSON.stringify(compared, undefined, 2));
    // Not before: a disk that is full has all of it done again.
    await held.view.close();
    context.views.delete(hop);
    if (!held.late && !accepted) refuseLosses(compared.lost, files.censusCompared);
    const counts = compared.counts.filter((each) => each.before > 0 || (each.after ?? 0) > 0);
    return { ...compared, counts, ...(held.late ? { late: true } : {}) } satisfies ComparedCensus;
  },
  verify: async () => undefined,
  undo: nothingToUndo,
};
