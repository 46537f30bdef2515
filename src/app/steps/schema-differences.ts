import type { Difference } from '../../core/plan/receipt-parts.ts';
import { compareAccess, type DatabaseAccess } from '../../core/schema/access.ts';
import { compareSchemas } from '../../core/schema/drift.ts';
import { allowedUpTo } from '../../core/schema/drift-allowed.ts';
import { proxyDriftAllowed } from '../../core/schema/drift-allowed-proxy.ts';
import { type Drift, isCosmetic } from '../../core/schema/drift-kinds.ts';
import { expectedSchemaIn } from './expected-schema.ts';
import { damagedDocument, keptDocument, someDocument } from './kept-document.ts';
import { keptFiles } from './kept-files.ts';
import { type SiteContext, type SourceSchema, siteDifferences } from './site-differences.ts';
import { databaseIn } from './which-database.ts';

interface Proof {
  readonly hop: number;
  readonly toLine: string;
  /** The member whose own database it is; the cluster's unless told. */
  readonly database?: string | undefined;
  /** The release that the hop begins with: what the database had beyond it is the site's. */
  readonly source?: SourceSchema | undefined;
}

/** How a database differs from the fresh install that was made before the stop, and who causes each difference. */
export async function schemaDifferences(
  { hop, toLine, database, source }: Proof,
  context: SiteContext,
): Promise<Difference[]> {
  const { expectedSchema, access } = keptFiles(context, hop, database);
  const expected = await expectedSchemaIn(expectedSchema);
  if (!expected) throw new Error(`${expectedSchema}, which was made before the stop, is not there`);
  const allowances = database === undefined ? allowedUpTo(toLine) : proxyDriftAllowed;
  const actual = await databaseIn(context, { database }).schema();
  const drift = compareSchemas(actual, expected, allowances);
  const question = { hop, database, source, actual, structural: drift.structural };
  const { ours, site, why } = await siteDifferences(question, context);
  const reasonOf = ({ kind, object }: Drift) => {
    const known = allowances.find((each) => each.kind === kind && each.object === object);
    return known ? { reason: known.reason, source: known.source } : {};
  };
  const damaged = damagedDocument(access, 'who could use the database');
  const before = await keptDocument(access, someDocument<DatabaseAccess>(), damaged);
  const others =
    before === undefined ? [] : compareAccess(before, await databaseIn(context, { database }).access());
  return [
    ...others.map((each) => ({ whose: 'ours' as const, ...each })),
    ...ours.map((each) => ({
      whose: isCosmetic(each) ? ('cosmetic' as const) : ('ours' as const),
      ...each,
      ...(why === undefined ? {} : { reason: why }),
    })),
    ...site.map((each) => ({ whose: 'site' as const, ...each })),
    ...drift.allowed.map((each) => ({ whose: 'vendor' as const, ...each, ...reasonOf(each) })),
    ...drift.cosmetic.map((each) => ({ whose: 'cosmetic' as const, ...each })),
  ];
}
