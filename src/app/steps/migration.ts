import { z } from 'zod';
import { memberNamed } from '../../core/cluster/member-named.ts';
import type { MigrationRequest, StepContext } from './context.ts';

/** What warming up and migrating both need to know. */
export const migrationParams = z.strictObject({
  hop: z.int().positive(),
  /** The manager whose configuration and working folder the migrator takes. */
  member: z.string(),
  environment: z.string(),
  run: z.array(z.string()),
  from: z.array(z.string()),
  head: z.string(),
});
export type MigrationParams = z.infer<typeof migrationParams>;

export function migrationRequest(
  { member, environment, run, from, head }: MigrationParams,
  { inventory }: Pick<StepContext, 'inventory'>,
): MigrationRequest {
  const { workdir, config } = memberNamed(inventory, member);
  return { environment, workdir, config, run, from, head };
}
