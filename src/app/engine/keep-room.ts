import { join } from 'node:path';
import { memberNamed } from '../../core/cluster/member-named.ts';
import { dumpPart, dumpRoom, plannedDumps, restorePart, smallRoom } from '../../core/plan/room.ts';
import { walkPlan } from '../../core/plan/walk.ts';
import { readDataFolder } from '../../io/database/data-folder.ts';
import type { RunRecord } from '../../io/journal/port.ts';
import { isOnDiskOf, runReserve } from '../../io/journal/reserve.ts';
import { BaiupError, exitCode } from '../../lib/errors.ts';
import { isNoRoom } from '../../lib/no-room.ts';
import type { StepContext } from '../steps/context.ts';
import { refuseFullHost, roomOf } from '../steps/dump-room.ts';
import type { Cluster } from '../wiring/open-cluster.ts';
import { positionOf } from './position.ts';

interface Part {
  readonly name: string;
  readonly bytes: number;
}

const megabytes = (bytes: number): string => `${Math.ceil(bytes / 1e6)} MB`;

/** Bytes of a database; zero if unknown. The steps that need it report the reason. */
const sizeOf = (database: Pick<StepContext['database'], 'size'>): Promise<number> =>
  database.size().catch(() => 0);

/** For a while a restored database needs room beside the old one. That matters here only if it is on our disk. */
async function restoreOf(cluster: Cluster, { folder }: RunRecord, bytes: number): Promise<Part[]> {
  const data = await readDataFolder(cluster.address);
  const isHere = data !== undefined && (await isOnDiskOf(data, folder));
  return isHere ? [{ name: restorePart, bytes: dumpRoom(bytes) }] : [];
}

interface PlannedDump {
  readonly hop: number;
  readonly database?: string | undefined;
  /** The host on whose disk it will be; this machine unless told. */
  readonly tools: string | undefined;
}

/** The dumps that a run has yet to make. */
async function dumpsToCome(record: RunRecord, { inventory }: Cluster): Promise<PlannedDump[]> {
  const { done } = positionOf(await record.events());
  const captured = walkPlan(record.plan).flatMap(({ step }) => (done.has(step.id) ? [step.params] : []));
  const isMade = ({ hop, database }: ReturnType<typeof plannedDumps>[number]): boolean =>
    captured.some((params) => params['hop'] === hop && params['database'] === database);
  return plannedDumps(record.plan)
    .filter((dump) => !isMade(dump))
    .map((dump) => {
      const { database: id } = dump;
      const declared = id === undefined ? inventory.database : memberNamed(inventory, id).database;
      return { ...dump, tools: declared?.tools };
    });
}

const doorOf = ({ database }: PlannedDump, context: StepContext) =>
  database === undefined ? context.database : context.ownDatabase(database);

async function partsOf(
  dumps: readonly PlannedDump[],
  cluster: Cluster,
  record: RunRecord,
  context: StepContext,
): Promise<Part[]> {
  const here = dumps.filter(({ tools }) => tools === undefined);
  const parts = await Promise.all(
    here.map(async (dump) => ({
      name: dumpPart(dump),
      bytes: dumpRoom(await sizeOf(doorOf(dump, context))),
    })),
  );
  return [...parts, ...(await restoreOf(cluster, record, await sizeOf(context.database)))];
}

/** On hosts nothing is kept: what is free there is looked at before the first stop, and again at each dump. */
async function refuseFullHosts(
  dumps: readonly PlannedDump[],
  { name, folder }: RunRecord,
  context: StepContext,
): Promise<void> {
  const away = dumps.filter(({ tools }) => tools !== undefined);
  for (const there of Map.groupBy(away, ({ tools }) => tools).values()) {
    const [first] = there;
    const room = first && (await doorOf(first, context).roomAway(join(folder, dumpPart(first))));
    if (!room) continue;
    const sizes = await Promise.all(there.map((dump) => sizeOf(doorOf(dump, context))));
    refuseFullHost(room, { what: name, dumps: roomOf(sizes), left: 'nothing was stopped' });
  }
}

function refused(record: RunRecord, needed: number, cause: unknown): BaiupError {
  return new BaiupError(
    'run.no-room',
    `${record.name} and its way back may write ${megabytes(needed)} below ${record.folder}, but there is less room`,
    {
      exit: exitCode.refused,
      left: 'nothing was stopped',
      hint: 'remove old runs, or set BAIUP_HOME to a folder on a larger disk; then type the same command again',
      cause,
    },
  );
}

/**
 * Keeps room on the operator's disk for all that a run and its way back will write, and looks for room on hosts that
 * keep dumps. Before the first stop, a run
 * without enough room is refused. Later, and on the way back, it uses what there is.
 * @throws BaiupError `run.no-room` (exit 2)
 */
export async function keepRoom(cluster: Cluster, record: RunRecord, context: StepContext): Promise<void> {
  const reserve = runReserve(record.folder);
  const { hasStopped, undoing } = positionOf(await record.events());
  const small = smallRoom(walkPlan(record.plan).length, cluster.inventory.components.length);
  const dumps = await dumpsToCome(record, cluster);
  const parts = await partsOf(dumps, cluster, record, context);
  if (!hasStopped && !undoing) await refuseFullHosts(dumps, record, context);
  try {
    await reserve.keepSmall(small);
    for (const { name, bytes } of parts) await reserve.keep(name, bytes);
  } catch (error) {
    if (!isNoRoom(error)) throw error;
    if (hasStopped || undoing) return;
    await reserve.giveMost();
    throw refused(
      record,
      parts.reduce((sum, { bytes }) => sum + bytes, small),
      error,
    );
  }
}
