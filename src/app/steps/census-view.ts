import { z } from 'zod';
import { splitCensus } from '../../core/census/split.ts';
import { withRegistries } from '../../core/census/with-registries.ts';
import type { HeldView, StepContext } from './context.ts';
import { keptFile } from './kept-file.ts';
import { keptFiles } from './kept-files.ts';
import { keptCensus } from './noted-census.ts';
import type { Step } from './step.ts';

const params = z.strictObject({ hop: z.int().positive() });

/** So many rows are counted and written down in a fifth of a second. */
export const mostAtOnce = 10_000;

/** Etcd, and what of the database is counted in a moment: written down, it outlives this process. */
async function countFew(hop: number, view: HeldView, context: StepContext): Promise<void> {
  const { censusShape, censusAfter, etcdAfter } = keptFiles(context, hop);
  // All that was noted takes a second to read where there are a million rows.
  const shape = await keptCensus(censusShape);
  if (shape) {
    const { few } = splitCensus(shape, mostAtOnce);
    const [counted, registries] = await Promise.all([view.census(few), context.configStore.registries()]);
    await keptFile.write(censusAfter, JSON.stringify(withRegistries(counted, registries)));
  }
  // The last thing before managers may start, and so the sign that they may have.
  await context.configStore.capture(etcdAfter);
}

/**
 * Counts what is counted in a moment, and keeps hold of the rest as it is before the new managers may write to it, so
 * that it can be counted while they start.
 */
export const censusView: Step<z.infer<typeof params>> = {
  kind: 'census.view',
  params,
  title: () => 'Keep hold of what the database holds now',
  estimate: 0.3,
  transient: true,
  probe: async ({ hop }, { views }) => (views.has(hop) ? 'done' : 'todo'),
  apply: async ({ hop }, context) => {
    // Of a run that was resumed: the managers may have served since.
    const late = await keptFile.isThere(keptFiles(context, hop).etcdAfter);
    const view = await context.database.view();
    try {
      if (!late) await countFew(hop, view, context);
    } catch (error) {
      await view.close();
      throw error;
    }
    context.views.set(hop, { view, late });
    return late ? { late } : undefined;
  },
  verify: async () => undefined,
  undo: async ({ hop }, context) => {
    await context.views.get(hop)?.view.close();
    context.views.delete(hop);
    const { censusAfter, etcdAfter } = keptFiles(context, hop);
    for (const file of [etcdAfter, censusAfter]) await keptFile.remove(file);
  },
};
