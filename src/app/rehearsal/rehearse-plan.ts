import { figuresFrom } from '../../core/plan/figures-from.ts';
import { defaultLimits, limitsOf } from '../../core/plan/limits.ts';
import type { Plan } from '../../core/plan/plan.ts';
import { predict } from '../../core/plan/prediction.ts';
import type { Receipt } from '../../core/plan/receipt.ts';
import { walkPlan } from '../../core/plan/walk.ts';
import { lowPriority } from '../../io/hosts/low-priority.ts';
import { currentCatalog } from '../../io/index/current-catalog.ts';
import { atMost } from '../../lib/at-most.ts';
import { stateHome } from '../../lib/state-home.ts';
import type { Tell } from '../engine/carry-out.ts';
import { artefactsOf } from '../records/artefacts.ts';
import { measuredTimesOf } from '../records/known-times.ts';
import { keepReceipt } from '../records/receipts.ts';
import { seenOf } from '../records/seen.ts';
import { type Staged, stagedBy } from '../records/staged.ts';
import type { StepContext } from '../steps/context.ts';
import { databaseAside } from '../steps/database-aside.ts';
import { databaseCapture } from '../steps/database-capture.ts';
import { environmentKey } from '../steps/environment-key.ts';
import { steps } from '../steps/index.ts';
import { letGo } from '../steps/let-go.ts';
import { restoreCaptured } from '../steps/restore-captured.ts';
import { schemaDifferences } from '../steps/schema-differences.ts';
import { schemaProve } from '../steps/schema-prove.ts';
import type { Cluster } from '../wiring/open-cluster.ts';
import { type ConfigurationTrials, configurationTrials } from './configurations.ts';
import { type CopiedCluster, copyCluster } from './copy-cluster.ts';
import { type CopyHost, copyHostOf } from './copy-host-of.ts';
import { etcdChanges } from './etcd-changes.ts';
import { forgetOnHosts } from './forget-on-hosts.ts';
import { lendCopies } from './lend-copies.ts';
import { makeReceipt } from './make-receipt.ts';
import { withRehearsalFolder } from './rehearsal-folder.ts';
import type { RehearseOptions } from './rehearse-options.ts';
import { type RehearsedSteps, rehearseSteps } from './rehearse-steps.ts';
import { rehearsedHop } from './rehearsed-hop.ts';
import { refuseTooLarge } from './room.ts';
import { onServers, refuseTrouble } from './scratch-trouble.ts';
import { lastOfEach, repeatsNothing } from './second-run.ts';
import { tellListener, timed } from './tell.ts';

export interface RehearsedPlan {
  readonly receipt: Receipt;
  /** Where the receipt is kept. */
  readonly file: string;
}

interface Rehearsing {
  readonly folder: string;
  readonly copyHost: CopyHost;
  readonly tell: Tell;
  readonly options: RehearseOptions;
}

/** Asks those programs whose environments stand already; the others are asked when they are staged. */
async function readStanding(
  staged: readonly Staged[],
  trials: ConfigurationTrials,
  { environmentStands }: Pick<StepContext, 'environmentStands'>,
  { tell, options: { signal } }: Rehearsing,
) {
  const stands = await atMost(defaultLimits.inAll, staged, environmentStands);
  const standing = staged.filter((_each, index) => stands[index]);
  if (standing.length === 0) return;
  const title = `Have ${standing.length} new programs read today's configuration`;
  await timed(tell, title, () => Promise.all(standing.map((each) => trials.ask(each, signal))));
}

/** Where the proof failed the differences are in no step's result. */
async function differencesOf(hop: number, { failed }: RehearsedSteps, context: StepContext) {
  if (failed?.hop !== hop || failed.step.kind !== schemaProve.kind) return {};
  return { differences: await schemaDifferences(schemaProve.params.parse(failed.step.params), context) };
}

async function hopsOf(plan: Plan, rehearsed: RehearsedSteps, { context, store }: CopiedCluster) {
  const end = await store.snapshotNamespace();
  const etcd = await etcdChanges(context.runFolder, plan.hops.length, end);
  return Promise.all(
    plan.hops.map(async (_hop, index) =>
      rehearsedHop(plan, index, rehearsed, {
        etcd: etcd[index] ?? { put: [], removed: [] },
        ...(await differencesOf(index, rehearsed, context)),
      }),
    ),
  );
}

/** The way back from the first hop that captured anything, for its time. @returns seconds */
async function goBack(plan: Plan, { context }: CopiedCluster, tell: Tell): Promise<number> {
  const captured = walkPlan(plan).find(
    ({ step: { kind, params } }) =>
      (kind === databaseCapture.kind || kind === databaseAside.kind) && params['database'] === undefined,
  );
  if (!captured) return 0;
  const aside = captured.step.kind === databaseAside.kind ? { aside: true as const } : {};
  const { seconds } = await timed(tell, 'Go back: restore the copies', () =>
    restoreCaptured({ hop: captured.hop + 1, ...aside }, context),
  );
  return seconds;
}

function failureIn({ failed, failures }: RehearsedSteps): Receipt['failure'] {
  if (!failed) return undefined;
  const { code = 'bug', message = '', hint } = failures.get(failed.step.id) ?? {};
  return { step: failed.step.id, code, message, ...(hint === undefined ? {} : { hint }) };
}

/** Seconds without service, by what was measured just now and by earlier runs of this cluster. */
async function foresee(
  plan: Plan,
  receipt: Pick<Receipt, 'steps' | 'hops' | 'restore' | 'copy' | 'imports'>,
): Promise<Receipt['downtime']> {
  const known = { receipt, own: await measuredTimesOf(plan.cluster) };
  const { predicted, predictedRange } = predict(plan.hops, figuresFrom(known), limitsOf(plan));
  return { predicted, predictedRange };
}

/** Runs both and always waits for both, even if one fails. */
async function bothOf<A, B>(one: Promise<A>, other: Promise<B>): Promise<[A, B]> {
  await Promise.allSettled([one, other]);
  return [await one, await other];
}

/** Staging asks each program once; one that lacks a part of itself is not asked. */
const readBy = (
  trials: ConfigurationTrials,
  { lacking }: CopiedCluster,
): Pick<StepContext, 'requireConfiguration'> => ({
  requireConfiguration: async (request, signal) => {
    if (!lacking.has(environmentKey(request))) await trials.require(request, signal);
  },
});

/** All that is known before the first step. */
interface Prepared {
  readonly seen: Receipt['seen'];
  readonly copied: CopiedCluster;
  readonly staged: readonly Staged[];
  readonly trials: ConfigurationTrials;
}

async function carriedOut(
  plan: Plan,
  { seen, copied, staged, trials }: Prepared,
  { tell, options }: Rehearsing,
): Promise<Receipt> {
  const { copy, servers, lacking } = copied;
  const context = { ...copied.context, ...readBy(trials, copied) };
  const rehearsed = await rehearseSteps(plan, { steps, context }, tell);
  await refuseTrouble(servers, rehearsed);
  const hops = await hopsOf(plan, rehearsed, copied);
  const isGood = rehearsed.failed === undefined;
  const again = isGood
    ? await timed(tell, 'Run it a second time: nothing must change', () => repeatsNothing(plan, context))
    : undefined;
  const restore = isGood ? await goBack(plan, copied, tell) : 0;
  const migrators = lastOfEach(plan).length;
  const imports = again && migrators > 0 ? { imports: again.seconds / migrators } : {};
  const times = Object.fromEntries([...rehearsed.ended].map(([id, { seconds }]) => [id, seconds]));
  return makeReceipt(plan, {
    made: new Date().toISOString(),
    seen,
    copy,
    artefacts: await artefactsOf(currentCatalog(), context.host, plan),
    configurations: trials.all(staged, lacking),
    hops,
    steps: times,
    revisionLimit: options.revisionLimitMs / 1000,
    etcdChanged: [...new Set(hops.flatMap(({ etcd }) => [...etcd.put, ...etcd.removed]))].sort(),
    restore,
    ...imports,
    repeats: again?.made ?? false,
    downtime: await foresee(plan, { steps: times, hops, restore, copy, ...imports }),
    failure: failureIn(rehearsed),
  });
}

async function onCopies(cluster: Cluster, plan: Plan, rehearsing: Rehearsing): Promise<Receipt> {
  const { tell, folder, copyHost, options } = rehearsing;
  const seen = await seenOf(cluster.readers);
  // One whose migrations alone are run has no program to read a configuration.
  const staged = stagedBy(plan).filter(({ proves }) => proves === undefined);
  const prefix = options.isNice ? await lowPriority(copyHost.host) : [];
  const trials = configurationTrials(cluster.readers);
  const own = cluster.stepContext({ id: '', folder });
  const undos: (() => Promise<void>)[] = [];
  const atEnd = (undo: () => Promise<void>) => void undos.push(undo);
  try {
    const [copied] = await bothOf(
      copyCluster(cluster, plan, { ...options, folder, copyHost, prefix, tell, atEnd }),
      readStanding(staged, trials, own, rehearsing),
    );
    const takeBack = await lendCopies(cluster.inventory, own.host, copied.servers);
    try {
      return await onServers(copied.servers, () =>
        carriedOut(plan, { seen, copied, staged, trials }, rehearsing),
      );
    } finally {
      await letGo(copied.context);
      takeBack();
    }
  } finally {
    await Promise.allSettled(undos.map((undo) => undo()));
  }
}

interface Space {
  /** Bytes: the database's, and those free on this machine. */
  readonly database: number;
  readonly free: number;
}

/** What is free where the copies go. */
async function spaceAt({ away, host, place }: CopyHost, space: Space) {
  if (away === undefined) return space;
  return { ...space, host: away, free: await host.freeBytes(await place(stateHome())) };
}

/**
 * Carries out a plan's database and configuration part on copies of the cluster's own data, and keeps the receipt; the
 * cluster is only read.
 * @param space bytes: the database's, and those free for the copies
 * @throws BaiupError `rehearsal.*`, `scratch.*`, `dump.*`, `database.*` where nothing could be rehearsed; the signal's
 * reason when it was cut
 */
export async function rehearsePlan(
  cluster: Cluster,
  plan: Plan,
  space: Space,
  options: RehearseOptions,
): Promise<RehearsedPlan> {
  const { inventory } = cluster;
  const hostOf = cluster.stepContext({ id: '', folder: '' }).host;
  const copyHost = copyHostOf(inventory, hostOf, options.on);
  refuseTooLarge(plan, await spaceAt(copyHost, space));
  const tell = tellListener(options.onEvent);
  try {
    const isElsewhere = Object.values(inventory.hosts).some(({ ssh }) => ssh !== undefined);
    const receipt = await withRehearsalFolder(
      (folder) => onCopies(cluster, plan, { folder, copyHost, tell, options }),
      isElsewhere ? (folder) => forgetOnHosts(inventory, hostOf, folder, copyHost.away) : undefined,
    );
    return { receipt, file: await keepReceipt(receipt) };
  } catch (error) {
    // Whatever was cut says so in words of its own.
    options.signal.throwIfAborted();
    throw error;
  }
}
