import { z } from 'zod';
import { keptFile } from './kept-file.ts';
import { keptFiles } from './kept-files.ts';
import type { Step } from './step.ts';

const params = z.strictObject({ hop: z.int().positive() });

/**
 * Keeps hold of the database as it is before the new managers may write to it, so that it can be counted while they
 * start. Etcd is small, and read at once.
 */
export const censusView: Step<z.infer<typeof params>> = {
  kind: 'census.view',
  params,
  title: () => 'Keep hold of what the database holds now',
  estimate: 0.1,
  transient: true,
  probe: async ({ hop }, { views }) => (views.has(hop) ? 'done' : 'todo'),
  apply: async ({ hop }, context) => {
    const { etcdAfter } = keptFiles(context, hop);
    // Of a run that was resumed: the managers may have served since.
    const late = await keptFile.isThere(etcdAfter);
    if (!late) await context.configStore.capture(etcdAfter);
    context.views.set(hop, { view: await context.database.view(), late });
    return late ? { late } : undefined;
  },
  verify: async () => undefined,
  undo: async ({ hop }, context) => {
    await context.views.get(hop)?.view.close();
    context.views.delete(hop);
    await keptFile.remove(keptFiles(context, hop).etcdAfter);
  },
};
