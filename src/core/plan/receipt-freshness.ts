import type { Plan } from './plan.ts';
import type { Receipt } from './receipt.ts';
import type { Artefact, Seen } from './receipt-parts.ts';
import { workOf } from './work-of.ts';

/** A cluster changes under a rehearsal: an older receipt says too little. */
const freshDays = 7;
const dayMs = 24 * 3600 * 1000;

/** A database that has grown more than this many times takes longer than it did, and more room. */
const growth = 2;

/** How things are now, to be held against a receipt. */
export interface Present {
  readonly now: Date;
  readonly seen: Seen;
  /** What the plan's environments hold; those that do not stand are left out. */
  readonly artefacts: readonly Artefact[];
}

export type Judged =
  | { readonly kind: 'fresh'; readonly receipt: Receipt }
  /** Why there is none that counts, as a sentence after "not rehearsed: ". */
  | { readonly kind: 'none'; readonly why: string };

const minute = (at: string): string => `${at.slice(0, 16).replace('T', ' ')} UTC`;

function staleArtefact(receipt: Receipt, now: readonly Artefact[]): string | undefined {
  for (const was of receipt.artefacts) {
    // Hosts may have theirs at the same path.
    const is = now.find(({ step, environment }) => step === was.step && environment === was.environment);
    const name = `the environment of ${was.component} ${was.version}`;
    if (!is) return `${name} is gone`;
    if (is.wheel !== was.wheel) return `the wheel of ${was.component} ${was.version} has changed`;
    if (is.installed !== was.installed) return `${name} holds other packages`;
  }
  return undefined;
}

function staleCluster({ seen: was }: Receipt, is: Seen): string | undefined {
  if (is.schema !== was.schema) return "the database's tables changed";
  if (is.registries !== was.registries) return 'the container registries in etcd changed';
  if (is.database > was.database * growth) return `the database grew to more than ${growth} times its size`;
  return undefined;
}

function staleBy(receipt: Receipt, { now, seen, artefacts }: Present): string | undefined {
  const days = Math.floor((now.getTime() - Date.parse(receipt.made)) / dayMs);
  if (days >= freshDays) return `that is ${days} days ago, and a rehearsal counts for ${freshDays}`;
  const since = staleCluster(receipt, seen) ?? staleArtefact(receipt, artefacts);
  return since === undefined ? undefined : `since then ${since}`;
}

function ofAnotherPlan(receipts: readonly Receipt[], plan: Plan): string {
  const [other] = receipts.filter((each) => each.cluster === plan.cluster);
  if (!other) return 'it never was';
  const what =
    other.fingerprint === plan.fingerprint
      ? `of another plan, ${other.plan} to ${other.to}`
      : `of the cluster as it was then (${other.plan} to ${other.to})`;
  return `the rehearsal of ${minute(other.made)} was ${what}`;
}

const latestFirst = (receipts: readonly Receipt[]): Receipt[] =>
  [...receipts].sort((a, b) => Date.parse(b.made) - Date.parse(a.made));

/** A plan's latest receipt, whatever happened to the cluster since: good enough to predict from. */
export function receiptOf(all: readonly Receipt[], plan: Plan): Receipt | undefined {
  const work = workOf(plan);
  return latestFirst(all).find((each) => each.work === work && each.fingerprint === plan.fingerprint);
}

/** Which of all receipts counts for a plan, or why none does: pure, the latest first whatever their order. */
export function judgeReceipts(all: readonly Receipt[], plan: Plan, present: Present): Judged {
  const receipt = receiptOf(all, plan);
  if (!receipt) return { kind: 'none', why: ofAnotherPlan(latestFirst(all), plan) };
  const stale = staleBy(receipt, present);
  if (stale !== undefined)
    return { kind: 'none', why: `the rehearsal was at ${minute(receipt.made)}, but ${stale}` };
  return { kind: 'fresh', receipt };
}
