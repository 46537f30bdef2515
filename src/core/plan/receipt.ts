import { z } from 'zod';
import { planIdForm } from './plan.ts';
import { artefact, question, rehearsedHop, seen, trial } from './receipt-parts.ts';

const seconds = z.number().nonnegative();

export const receiptFormat = 2;

export const receiptSchema = z.strictObject({
  format: z.literal(receiptFormat),
  plan: z.string().regex(planIdForm),
  /** Of the facts that the plan relied on. */
  fingerprint: z.string(),
  /** SHA-256 of all that the plan would do (`workOf`): one that was edited since is another. */
  work: z.string(),
  cluster: z.string(),
  from: z.string(),
  to: z.string(),
  /** ISO 8601, UTC. */
  made: z.string(),
  /** What the cluster's data looked like that was copied. */
  seen,
  /**
   * Bytes of the dump, and seconds to make it and to load it; `host` is where, if that was not the operator's machine,
   * and `given` the dump that was handed in instead.
   */
  copy: z.strictObject({
    bytes: z.number(),
    dump: seconds,
    load: seconds,
    host: z.string().optional(),
    given: z.string().optional(),
  }),
  /** What was staged, each by its own hashes. */
  artefacts: z.array(artefact),
  /** What each new program's own loader said of today's file. */
  configurations: z.array(trial),
  hops: z.array(rehearsedHop),
  /** What revisions asked, and what the plan had to say. */
  questions: z.array(question),
  /** Seconds that each step took, by its id in the plan. */
  steps: z.record(z.string(), seconds),
  /** Seconds that a revision might have taken. */
  revisionLimit: seconds,
  /** Keys of etcd that were put or removed. */
  etcdChanged: z.array(z.string()),
  /** Seconds to put database and etcd back as they were before the first hop. */
  restore: seconds,
  /** Seconds that a migrator took to import everything, connect, and find nothing to do: this machine's pace. */
  imports: seconds.optional(),
  /** Whether a second run found nothing to do, and did nothing. */
  repeats: z.boolean(),
  downtime: z.strictObject({ predicted: seconds, predictedRange: z.tuple([seconds, seconds]) }),
  ok: z.boolean(),
  failure: z
    .strictObject({ step: z.string(), code: z.string(), message: z.string(), hint: z.string().optional() })
    .optional(),
});

/** What a rehearsal of a plan saw, on a copy of the cluster's own data. */
export type Receipt = z.infer<typeof receiptSchema>;
