import type { TrialEnd } from '../../src/core/path/trial.ts';
import { compareSchemas } from '../../src/core/schema/drift.ts';
import { allowedUpTo } from '../../src/core/schema/drift-allowed.ts';
import type { SchemaSnapshot } from '../../src/core/schema/snapshot.ts';
import { lineOf } from '../../src/core/versions/line-of.ts';
import { readAlembicVersion } from '../../src/io/database/alembic-version.ts';
import { withDatabase } from '../../src/io/database/database.ts';
import { introspect } from '../../src/io/database/introspect.ts';
import type { CopyLocation } from './configuration.ts';
import type { Migrating } from './release.ts';

export interface Failure {
  readonly why: string;
  readonly revision?: string;
}

export interface Ended {
  readonly location: CopyLocation;
  /** What the schema was before. */
  readonly before: SchemaSnapshot;
  readonly target: Migrating;
  readonly seconds: number;
  readonly failure: Failure | undefined;
}

/** What a database is like now: equal to a fresh install, not quite, or stuck on the way. */
export async function endOf({ location, before, target, seconds, failure }: Ended): Promise<TrialEnd> {
  const { versions, schema } = await withDatabase(location.address, async (database) => ({
    versions: await readAlembicVersion(database),
    schema: await introspect(database),
  }));
  if (failure) {
    const left = isSame(schema, before) ? 'untouched' : 'half';
    return { outcome: 'failed', ...failure, left, versions, seconds };
  }
  const drifts = compareSchemas(schema, target.schema, allowedUpTo(lineOf(target.release.version)));
  const drift = {
    structural: drifts.structural.map(({ kind, object }) => `${kind} ${object}`),
    cosmetic: drifts.cosmetic.length,
    allowed: drifts.allowed.length,
  };
  const isHead = versions.join() === target.release.schema.heads.join();
  return { outcome: isHead && drift.structural.length === 0 ? 'right' : 'wrong', versions, drift, seconds };
}

function isSame(one: SchemaSnapshot, other: SchemaSnapshot): boolean {
  const { structural, cosmetic } = compareSchemas(one, other);
  return structural.length + cosmetic.length === 0;
}
