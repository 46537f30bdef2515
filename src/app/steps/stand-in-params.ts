import { z } from 'zod';
import { editSchema } from '../../core/configuration/edit.ts';
import { serviceParams } from './service-params.ts';

/** What a stand-in needs while it is started and while it is ended: each is the other's way back. */
export const standInParams = serviceParams.extend({
  hop: z.int().positive(),
  /** What the service answers as before, and again once all is taken back. */
  before: z.string(),
  /** The environment that it runs from, and its service will be switched to. */
  environment: z.string(),
  config: z.string(),
  /** What will have been changed in the configuration when the service starts anew. */
  edits: z.array(editSchema).optional(),
  /** Bytes of memory that it takes. */
  memory: z.int().positive(),
});
export type StandInParams = z.infer<typeof standInParams>;
