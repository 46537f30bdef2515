import { z } from 'zod';
import { captureOnce } from './capture-once.ts';
import { keptFile } from './kept-file.ts';
import { keptFiles } from './kept-files.ts';
import { nothingToUndo, type Step } from './step.ts';

const params = z.strictObject({ hop: z.int().positive() });

/** The etcd namespace together with the database: some revisions delete its keys outside their transaction. */
export const configstoreCapture: Step<z.infer<typeof params>> = {
  kind: 'configstore.capture',
  params,
  title: () => 'Capture the etcd namespace',
  estimate: 0.1,
  probe: async () => 'todo',
  apply: async ({ hop }, context) => {
    await captureOnce({ hop }, context);
    return context.configStore.capture(keptFiles(context, hop).etcd);
  },
  verify: async () => undefined,
  undo: nothingToUndo,
  isKept: async ({ hop }, context) => keptFile.isThere(keptFiles(context, hop).etcd),
};
