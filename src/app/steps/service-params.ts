import { z } from 'zod';
import { componentNames } from '../../core/cluster/inventory.ts';

/** What stopping and starting a member both need: each is the other's way back. */
export const serviceParams = z.strictObject({
  member: z.string(),
  component: z.enum(componentNames),
  /** What answers once it runs: the old release for a stop's way back, the new one for a start. */
  version: z.string(),
  signal: z.enum(['SIGINT', 'SIGTERM']),
  stopTimeoutMs: z.int().positive(),
  startTimeoutMs: z.int().positive(),
});
export type ServiceParams = z.infer<typeof serviceParams>;
