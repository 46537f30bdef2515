import { join } from 'node:path';
import { predictFrom } from '../../core/plan/downtime.ts';
import type { Plan } from '../../core/plan/plan.ts';
import { type Receipt, receiptFormat } from '../../core/plan/receipt.ts';
import type { RunEvent } from '../../core/run/event.ts';
import { differenceBetween } from '../../io/configstore/difference.ts';
import { withDatabase } from '../../io/database/database.ts';
import { dumpDatabase } from '../../io/database/dump.ts';
import { loadDump } from '../../io/database/load-dump.ts';
import { localHost } from '../../io/hosts/local.ts';
import { findPostgresPrograms } from '../../io/services/postgres-programs.ts';
import { startScratchServers } from '../../io/services/scratch-servers.ts';
import { BaiupError, exitCode } from '../../lib/errors.ts';
import { observe } from '../discovery/observe.ts';
import type { Tell } from '../engine/carry-out.ts';
import { operator } from '../engine/operator.ts';
import { factsOf } from '../planner/make-plan.ts';
import { guard } from '../rehearsal/guard.ts';
import type { Place } from '../rehearsal/place.ts';
import { rehearseSteps, repeatsNothing } from '../rehearsal/rehearse-steps.ts';
import { steps } from '../steps/index.ts';
import { keptFiles } from '../steps/kept-files.ts';
import { sameCluster } from './drive.ts';
import { type Cluster, openCluster } from './open-cluster.ts';
import { readPlan } from './read-plan.ts';
import { keepReceipt } from './receipts.ts';
import { type Rehearsal, rehearsalContext } from './rehearsal-context.ts';
import { scratchSources, withRehearsalFolder } from './rehearsal-place.ts';
import { refuseStale } from './stale.ts';

export interface RehearseRequest {
  readonly planFile: string;
  readonly clusterFile: string | undefined;
  readonly signal: AbortSignal;
  readonly onEvent: (event: RunEvent) => void;
}

export interface RehearsedPlan {
  readonly receipt: Receipt;
  /** Where the receipt is kept. */
  readonly file: string;
}

/** The copy's dump, the copy, each hop's capture, and the copy that a restore makes beside it. */
const timesTheDatabase = (plan: Plan): number => 3 + plan.hops.length;
const spareBytes = 500e6;

function refuseTooLarge(
  plan: Plan,
  { database, free }: { readonly database: number; readonly free: number },
): void {
  const needed = database * timesTheDatabase(plan) + spareBytes;
  if (free >= needed) return;
  const gigabytes = (bytes: number): string => `${(bytes / 1e9).toFixed(1)} GB`;
  throw new BaiupError(
    'rehearsal.no-room',
    `a rehearsal needs ${timesTheDatabase(plan)} times the database, ${gigabytes(needed)}; ${gigabytes(free)} are free`,
    {
      exit: exitCode.refused,
      left: 'nothing was changed',
      hint: 'set BAIUP_HOME to a folder on a larger disk',
    },
  );
}

function untoldRun(onEvent: RehearseRequest['onEvent']): Tell {
  let seq = 0;
  return async (fact) => {
    seq += 1;
    const event: RunEvent = { seq, at: new Date().toISOString(), run: 'rehearsal', ...fact };
    onEvent(event);
    return event;
  };
}

/** A piece of work that is no step of the plan, told like one. @returns its seconds */
async function timed(tell: Tell, title: string, act: () => Promise<unknown>): Promise<number> {
  const label = { step: `rehearsal.${title}`, hop: 0, title };
  const start = performance.now();
  await tell({ kind: 'step.started', ...label });
  await act();
  const seconds = (performance.now() - start) / 1000;
  await tell({ kind: 'step.finished', seconds, ...label });
  return seconds;
}

async function majorOf({ address }: Cluster): Promise<number> {
  const [row] = await withDatabase(address, (database) =>
    database.query<{ version: string }>("SELECT current_setting('server_version_num') AS version"),
  );
  return Math.floor(Number(row?.version ?? 0) / 10_000);
}

/** Puts the cluster's data into the scratch servers, and proves that they are not the cluster's. */
async function copyCluster(cluster: Cluster, folder: string, signal: AbortSignal, tell: Tell) {
  const host = localHost('control');
  const tools = await findPostgresPrograms(scratchSources);
  const dump = { host, tools, folder: join(folder, 'cluster.dump'), signal };
  let bytes = 0;
  const dumped = await timed(tell, "Dump the cluster's database", async () => {
    bytes = (await dumpDatabase({ ...dump, address: cluster.address })).size;
  });
  const etcd = await cluster.store.snapshotNamespace(signal);
  const database = cluster.address.name;
  let place: Place | undefined;
  await timed(tell, 'Start a database server and an etcd for the copies', async () => {
    const servers = await startScratchServers(folder, await majorOf(cluster), scratchSources, signal);
    await servers.createDatabase(database);
    place = { postgres: servers.postgres, etcd: servers.etcd, database };
  });
  if (!place) throw new Error('no scratch servers');
  const rehearsal = await rehearsalContext(cluster, place, folder, signal);
  const loaded = await timed(tell, 'Load the copies', async () => {
    await loadDump({ ...dump, address: rehearsal.address, ownerless: true });
    await rehearsal.store.restoreNamespace(etcd, signal);
  });
  await proveCopies(cluster, rehearsal, place);
  return { ...rehearsal, etcd, copy: { bytes, dump: dumped, load: loaded } };
}

async function proveCopies(cluster: Cluster, { address, store }: Rehearsal, place: Place): Promise<void> {
  const mark = `rehearsal-${process.pid}-${place.etcd.port}`;
  await store.acquireLock({
    run: mark,
    who: operator(),
    host: '',
    at: new Date().toISOString(),
    why: 'rehearsal',
  });
  const [row] = await withDatabase(address, (database) =>
    database.query<{ folder: string }>("SELECT current_setting('data_directory') AS folder"),
  );
  const [scratchLock, clusterLock] = await Promise.all([store.readLock(), cluster.store.readLock()]);
  const doors = {
    dataFolder: row?.folder ?? '',
    scratchLock: scratchLock?.run,
    clusterLock: clusterLock?.run,
  };
  guard(doors, place.postgres.data, mark);
}

async function onCopies(
  cluster: Cluster,
  plan: Plan,
  folder: string,
  request: RehearseRequest,
): Promise<Receipt> {
  const tell = untoldRun(request.onEvent);
  const { context, store, etcd, copy } = await copyCluster(cluster, folder, request.signal, tell);
  const drive = { steps, context };
  try {
    const rehearsed = await rehearseSteps(plan, drive, tell);
    const { put, remove } = differenceBetween(await store.snapshotNamespace(), etcd);
    const changed = [...put.map(({ key }) => key), ...remove];
    const isGood = rehearsed.failure === undefined;
    const repeats = isGood && (await repeatsNothing(plan, drive));
    const kept = keptFiles(context, 1);
    const restore = isGood
      ? await timed(tell, 'Go back: restore the copies', () =>
          Promise.all([context.database.restore(kept.database), context.configStore.restore(kept.etcd)]),
        )
      : 0;
    const { id, fingerprint, from, to } = plan;
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
      downtime: predictFrom(plan.hops, rehearsed.steps),
      ok: isGood && repeats,
      ...(rehearsed.failure ? { failure: rehearsed.failure } : {}),
    };
  } finally {
    await Promise.all([...context.migrators.values()].flat().map((migrator) => migrator.cancel()));
  }
}

/**
 * Carries out a plan's database and configuration part on copies of the cluster's own data; the cluster is only read.
 * @throws BaiupError `plan.*`, `cluster.*`, `rehearsal.*`, `scratch.*`, `database.*` where nothing could be rehearsed
 */
export async function rehearse(request: RehearseRequest): Promise<RehearsedPlan> {
  const plan = await readPlan(request.planFile);
  const cluster = await openCluster(request.clusterFile);
  sameCluster(cluster, plan.cluster, request.planFile);
  const snapshot = await observe(cluster.readers);
  refuseStale(plan, factsOf(snapshot));
  refuseTooLarge(plan, snapshot.space);
  const receipt = await withRehearsalFolder(plan.id, (folder) => onCopies(cluster, plan, folder, request));
  return { receipt, file: await keepReceipt(receipt) };
}
