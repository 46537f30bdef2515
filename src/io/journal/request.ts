import { z } from 'zod';

export const requestSchema = z.object({
  what: z.enum(['pause', 'abort', 'approve']),
  who: z.string(),
  why: z.string(),
  at: z.string(),
});
/** What somebody at another terminal asks of whoever drives a run. */
export type Request = z.infer<typeof requestSchema>;

/** In the order in which they are heard. */
export const requestKinds = requestSchema.shape.what.options;
