import { z } from 'zod';
import { componentNames } from '../../core/cluster/inventory.ts';

const release = z.strictObject({ environment: z.string(), version: z.string() });
/** A release of a member, on its host. */
export type InstalledRelease = z.infer<typeof release>;

/** A member between the release that it stops with and the one that it starts with. */
export const filesParams = z.strictObject({
  hop: z.int().positive(),
  member: z.string(),
  component: z.enum(componentNames),
  /** The folders and files that the member's configuration names, by their keys. */
  locations: z.record(z.string(), z.string()),
  from: release,
  to: release,
  /** Whether going back restores the database: what the newer release began is then unknown to it. */
  restoresData: z.boolean(),
});
export type FilesParams = z.infer<typeof filesParams>;
