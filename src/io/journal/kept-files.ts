import { z } from 'zod';

/** Files that a run keeps for its way back, and on which machine they lie. */
export const keptFiles = z.object({ host: z.string(), folder: z.string(), names: z.array(z.string()) });
export type KeptFiles = z.infer<typeof keptFiles>;
