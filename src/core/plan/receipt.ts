import { z } from 'zod';

const seconds = z.number().nonnegative();

const hop = z.strictObject({
  from: z.string(),
  to: z.string(),
  /** Of all that the hop does to the database: capture, migration, proof. */
  seconds,
  revisions: z.array(z.object({ id: z.string(), seconds })),
  /** Differences from a fresh install that a right upgrade leaves by the vendor's own making; others fail the hop. */
  drift: z.strictObject({ structural: z.int(), cosmetic: z.int(), allowed: z.int() }),
  /** Rows of `alembic_version` afterwards. */
  alembicVersion: z.array(z.string()),
  ok: z.boolean(),
});
export type RehearsedHop = z.infer<typeof hop>;

export const receiptFormat = 1;

export const receiptSchema = z.strictObject({
  format: z.literal(receiptFormat),
  plan: z.string(),
  /** Of the facts that the plan relied on. */
  fingerprint: z.string(),
  cluster: z.string(),
  from: z.string(),
  to: z.string(),
  /** ISO 8601, UTC. */
  made: z.string(),
  /** Bytes of the dump, and seconds to make it and to load it. */
  copy: z.strictObject({ bytes: z.number(), dump: seconds, load: seconds }),
  hops: z.array(hop),
  /** Seconds that each step took, by its id in the plan. */
  steps: z.record(z.string(), seconds),
  /** Keys of etcd that were put or removed. */
  etcdChanged: z.array(z.string()),
  /** Seconds to put database and etcd back as they were before the first hop. */
  restore: seconds,
  /** Whether a second run found nothing to do. */
  repeats: z.boolean(),
  downtime: z.strictObject({ predicted: seconds, predictedRange: z.tuple([seconds, seconds]) }),
  ok: z.boolean(),
  failure: z.strictObject({ step: z.string(), code: z.string(), message: z.string() }).optional(),
});

/** What a rehearsal of a plan saw, on a copy of the cluster's own data. */
export type Receipt = z.infer<typeof receiptSchema>;
