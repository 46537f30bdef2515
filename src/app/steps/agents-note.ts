import { z } from 'zod';
import { keptFile } from './kept-file.ts';
import { keptFiles } from './kept-files.ts';
import { nothingToUndo, type Step } from './step.ts';

const params = z.strictObject({ hop: z.int().positive() });

/** What agents offer before the first of them turns in a wave: each wave is compared with it. */
export const agentsNote: Step<z.infer<typeof params>> = {
  kind: 'agents.note',
  params,
  title: () => 'Note what each agent offers',
  estimate: 0.2,
  probe: async ({ hop }, context) =>
    (await keptFile.isThere(keptFiles(context, hop).agents)) ? 'done' : 'todo',
  apply: async ({ hop }, context) => {
    const found = await context.database.capacity();
    await keptFile.write(keptFiles(context, hop).agents, JSON.stringify(found));
    return { agents: found.count };
  },
  verify: async () => undefined,
  undo: nothingToUndo,
};
