import { figuresFrom } from '../../core/plan/figures-from.ts';
import type { Plan } from '../../core/plan/plan.ts';
import { predict } from '../../core/plan/prediction.ts';
import { type Receipt, receiptFormat } from '../../core/plan/receipt.ts';
import { walkPlan } from '../../core/plan/walk.ts';
import type { RunEvent } from '../../core/run/event.ts';
import { differenceBetween } from '../../io/configstore/difference.ts';
import { rehearseSteps, repeatsNothing } from '../rehearsal/rehearse-steps.ts';
import { refuseTooLarge } from '../rehearsal/room.ts';
import { tellListener, timed } from '../rehearsal/tell.ts';
import { databaseCapture } from '../steps/database-capture.ts';
import { steps } from '../steps/index.ts';
import { keptFiles } from '../steps/kept-files.ts';
import { copyCluster } from './copy-cluster.ts';
import { ownTimesOf } from './known-times.ts';
import type { Cluster } from './open-cluster.ts';
import { keepReceipt } from './receipts.ts';
import { withRehearsalFolder } from './rehearsal-place.ts';

export interface RehearseOptions {
  readonly signal: AbortSignal;
  readonly onEvent: (event: RunEvent) => void;
}

export interface RehearsedPlan {
  readonly receipt: Receipt;
  /** Where the receipt is kept. */
  readonly file: string;
}

async function onCopies(
  cluster: Cluster,
  plan: Plan,
  folder: string,
  { signal, onEvent }: RehearseOptions,
): Promise<Receipt> {
  const tell = tellListener(onEvent);
  const { context, store, etcd, copy } = await copyCluster(cluster, { folder, signal, tell });
  const drive = { steps, context };
  try {
    const rehearsed = await rehearseSteps(plan, drive, tell);
    const { put, remove } = differenceBetween(await store.snapshotNamespace(), etcd);
    const changed = [...put.map(({ key }) => key), ...remove];
    const isGood = rehearsed.failure === undefined;
    const repeats = isGood && (await repeatsNothing(plan, drive));
    const captured = walkPlan(plan).find(({ step }) => step.kind === databaseCapture.kind);
    const kept = keptFiles(context, (captured?.hop ?? 0) + 1);
    const restored =
      isGood && captured
        ? await timed(tell, 'Go back: restore the copies', () =>
            Promise.all([context.database.restore(kept.database), context.configStore.restore(kept.etcd)]),
          )
        : undefined;
    const { id, fingerprint, from, to } = plan;
    const restore = restored?.seconds ?? 0;
    const known = { receipt: { ...rehearsed, restore }, own: await ownTimesOf(plan.cluster) };
    const { predicted, predictedRange } = predict(plan.hops, figuresFrom(known));
    return {
      format: receiptFormat,
      plan: id,
      fingerprint,
      cluster: plan.cluster,
      from,
      to,
      made: new Date().toISOString(),
      copy,
      hops: rehearsed.hops,
      steps: rehearsed.steps,
      etcdChanged: changed.map((key) => Buffer.from(key, 'base64').toString()).sort(),
      restore,
      repeats,
      downtime: { predicted, predictedRange },
      ok: isGood && repeats,
      ...(rehearsed.failure ? { failure: rehearsed.failure } : {}),
    };
  } finally {
    await Promise.all([...context.migrators.values()].flat().map((migrator) => migrator.cancel()));
  }
}

/**
 * Carries out a plan's database and configuration part on copies of the cluster's own data, and keeps the receipt; the
 * cluster is only read.
 * @param space bytes: the database's, and those free for the copies
 * @throws BaiupError `rehearsal.*`, `scratch.*`, `database.*` where nothing could be rehearsed
 */
export async function rehearsePlan(
  cluster: Cluster,
  plan: Plan,
  space: { readonly database: number; readonly free: number },
  options: RehearseOptions,
): Promise<RehearsedPlan> {
  refuseTooLarge(plan, space);
  const receipt = await withRehearsalFolder(plan.id, (folder) => onCopies(cluster, plan, folder, options));
  return { receipt, file: await keepReceipt(receipt) };
}
