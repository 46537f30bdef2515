import { z } from 'zod';
import { memberNamed } from '../../core/cluster/member-named.ts';
import type { Drift } from '../../core/schema/drift-kinds.ts';
import { hasVanished, type SchemaBefore, siteLosses, splitSite } from '../../core/schema/site.ts';
import type { SchemaSnapshot } from '../../core/schema/snapshot.ts';
import { messageOf } from '../../lib/errors.ts';
import type { StepContext } from './context.ts';
import { notedSchema } from './noted-schema.ts';

/** The release that a hop begins with, and the environment that can make a fresh install of it. */
export const sourceSchema = z.strictObject({
  environment: z.string(),
  member: z.string(),
  head: z.string(),
  line: z.string(),
});
export type SourceSchema = z.infer<typeof sourceSchema>;

interface Question {
  readonly hop: number;
  readonly database?: string | undefined;
  readonly source?: SourceSchema | undefined;
  readonly structural: readonly Drift[];
  readonly actual: SchemaSnapshot;
}

interface SortedDrift {
  readonly ours: readonly Drift[];
  readonly site: readonly Drift[];
  /** Why nobody could tell them apart. */
  readonly why?: string;
}

export type SiteContext = Pick<
  StepContext,
  'database' | 'ownDatabase' | 'runFolder' | 'inventory' | 'freshSchema' | 'signal'
>;

/** A fresh install of the source, in a scratch database; or why its program makes none. */
async function sourceOf(
  { hop, database, source }: Question,
  context: SiteContext,
): Promise<SchemaSnapshot | { readonly why: string }> {
  if (source === undefined) return { why: 'the plan names no environment of it' };
  const { config } = memberNamed(context.inventory, source.member);
  const where = { member: source.member, config, head: source.head, hop, database };
  return context.freshSchema(source.environment, where, context.signal).catch((error: unknown) => ({
    why: messageOf(error),
  }));
}

/**
 * Sorts what is unlike a fresh install: what was so before the migration is the site's. What the site has lost is ours.
 * The source's fresh install is made only where something has to be sorted, once the service is back.
 */
export async function siteDifferences(question: Question, context: SiteContext): Promise<SortedDrift> {
  const { structural, actual } = question;
  const unsorted: SortedDrift = { ours: structural, site: [] };
  const noted = await notedSchema(question, context);
  if (noted === undefined) return unsorted;
  if (structural.length === 0 && !hasVanished(noted.schema, actual)) return unsorted;
  const source = await sourceOf(question, context);
  if ('why' in source) return { ...unsorted, why: `no fresh install of the release before: ${source.why}` };
  const line = question.database === undefined ? question.source?.line : undefined;
  const before: SchemaBefore = { found: noted.schema, source, line };
  const { ours, site } = splitSite(structural, before);
  return { ours: [...ours, ...siteLosses(before, actual)], site };
}
