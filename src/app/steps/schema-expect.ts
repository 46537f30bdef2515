import { z } from 'zod';
import { editSchema } from '../../core/configuration/edit.ts';
import { keptFile } from './kept-file.ts';
import { keptFiles } from './kept-files.ts';
import { patchedConfig } from './patched-config.ts';
import { nothingToUndo, type Step } from './step.ts';
import { whichDatabase } from './which-database.ts';

const params = z.strictObject({
  ...whichDatabase,
  version: z.string(),
  environment: z.string(),
  head: z.string(),
  /** The member whose configuration the target reads. */
  member: z.string(),
  edits: z.array(editSchema).optional(),
});

/** The yardstick of the proof: a fresh install of the target in a scratch database, made before anything stops. */
export const schemaExpect: Step<z.infer<typeof params>> = {
  kind: 'schema.expect',
  params,
  title: ({ version, database }) =>
    `Make a fresh ${version} schema to compare with${database ? `, for ${database}` : ''}`,
  estimate: 6,
  probe: async ({ hop, database }, context) =>
    (await keptFile.isThere(keptFiles(context, hop, database).expectedSchema)) ? 'done' : 'todo',
  apply: async ({ hop, environment, member, head, database, edits }, context) => {
    const config = await patchedConfig({ hop, member, edits }, context);
    const schema = await context.freshSchema(
      environment,
      { member, hop, config, head, database },
      context.signal,
    );
    await keptFile.write(keptFiles(context, hop, database).expectedSchema, JSON.stringify(schema));
  },
  verify: async () => undefined,
  undo: nothingToUndo,
};
