import { z } from 'zod';
import { issueSchema } from '../configuration/issue.ts';
import { revisionDone } from '../schema/revision-done.ts';

const seconds = z.number().nonnegative();
const sha256 = z.string();

/** What a cluster's data looks like, as far as migrations may depend on it. */
export const seen = z.strictObject({
  /** SHA-256 of the database's tables, columns, indexes … */
  schema: sha256,
  /** SHA-256 of the container registries that etcd holds. */
  registries: sha256,
  /** Bytes. */
  database: z.number(),
});
export type Seen = z.infer<typeof seen>;

/** An environment that was staged. */
export const artefact = z.strictObject({
  /** The plan's step that stages it. */
  step: z.string(),
  component: z.string(),
  version: z.string(),
  environment: z.string(),
  /** SHA-256 of the release's own wheel, as the catalog has it; null where it has none. */
  wheel: sha256.nullable(),
  /** SHA-256 over what is installed: every package's own list of files and their hashes. */
  installed: sha256,
});
export type Artefact = z.infer<typeof artefact>;

/** What can become of a new program that is tried with today's configuration. */
export const trialOutcomes = [
  'ok',
  'broken',
  'faulty',
  'refused',
  'unreadable',
  'hung',
  'command',
  'elsewhere',
] as const;

/** A new program and today's configuration. */
export const trial = z.strictObject({
  step: z.string(),
  component: z.string(),
  version: z.string(),
  config: z.string(),
  /**
   * `broken`, `faulty`: it does not run at all; `refused`, `unreadable`, `hung`: it does not take the file; `command`,
   * `elsewhere`: its service does not start it so that it would.
   */
  outcome: z.enum(trialOutcomes),
  /** In the program's own words; empty where it had none. */
  message: z.string(),
  /** What it has against the file, key by key, where it says so. */
  issues: z.array(issueSchema),
});
export type ConfigurationTrial = z.infer<typeof trial>;

export const question = z.strictObject({ revision: z.string(), question: z.string(), answer: z.string() });

/**
 * A difference between the migrated database and a fresh install. `ours` is proof that the migration went wrong;
 * `vendor` is what a right upgrade leaves too, by the vendor's own migrations; `site` was there before the migration,
 * beyond the release, and is as it was; `cosmetic` changes nothing that the
 * release relies on.
 */
export const difference = z.strictObject({
  whose: z.enum(['ours', 'vendor', 'site', 'cosmetic']),
  kind: z.string(),
  object: z.string(),
  actual: z.string().optional(),
  expected: z.string().optional(),
  reason: z.string().optional(),
  source: z.string().optional(),
});
export type Difference = z.infer<typeof difference>;

export const rehearsedHop = z.strictObject({
  from: z.string(),
  to: z.string(),
  /** Of all that the hop does to the database: capture, migration, proof. */
  seconds,
  revisions: z.array(revisionDone),
  /** Bytes of the database before the first revision, at its largest, and after the last; null where it did not come so far. */
  database: z.strictObject({ before: z.number(), peak: z.number(), after: z.number() }).nullable(),
  /** How many differences from a fresh install; `structural` ones are ours and fail the hop. */
  drift: z.strictObject({ structural: z.int(), cosmetic: z.int(), allowed: z.int() }),
  differences: z.array(difference),
  /** Rows of `alembic_version` afterwards. */
  alembicVersion: z.array(z.string()),
  /** Keys of etcd that the hop put or removed. */
  etcd: z.strictObject({ put: z.array(z.string()), removed: z.array(z.string()) }),
  ok: z.boolean(),
});
export type RehearsedHop = z.infer<typeof rehearsedHop>;
