import { memberNamed } from '../../core/cluster/member-named.ts';
import { dumpPart, dumpRoom, plannedDumps, restorePart, smallRoom } from '../../core/plan/room.ts';
import { walkPlan } from '../../core/plan/walk.ts';
import { readDataFolder } from '../../io/database/data-folder.ts';
import type { RunRecord } from '../../io/journal/port.ts';
import { isOnDiskOf, runReserve } from '../../io/journal/reserve.ts';
import { BaiupError, exitCode } from '../../lib/errors.ts';
import { isNoRoom } from '../../lib/no-room.ts';
import type { StepContext } from '../steps/context.ts';
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

/** Dumps that a host makes are on its disk. */
function isHere(
  { database }: { readonly database?: string | undefined },
  { inventory }: Pick<Cluster, 'inventory'>,
): boolean {
  const declared = database === undefined ? inventory.database : memberNamed(inventory, database).database;
  return declared?.tools === undefined;
}

async function partsOf(cluster: Cluster, record: RunRecord, context: StepContext): Promise<Part[]> {
  const { done } = positionOf(await record.events());
  const captured = walkPlan(record.plan).flatMap(({ step }) => (done.has(step.id) ? [step.params] : []));
  const isMade = ({ hop, database }: ReturnType<typeof plannedDumps>[number]): boolean =>
    captured.some((params) => params['hop'] === hop && params['database'] === database);
  const own = await sizeOf(context.database);
  const dumps = plannedDumps(record.plan).filter((dump) => !isMade(dump) && isHere(dump, cluster));
  const parts = await Promise.all(
    dumps.map(async (dump) => {
      const bytes = dump.database === undefined ? own : await sizeOf(context.ownDatabase(dump.database));
      return { name: dumpPart(dump), bytes: dumpRoom(bytes) };
    }),
  );
  return [...parts, ...(await restoreOf(cluster, record, own))];
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
 * Keeps room on the operator's disk for all that a run and its way back will write. Before the first stop, a run
 * without enough room is refused. Later, and on the way back, it uses what there is.
 * @throws BaiupError `run.no-room` (exit 2)
 */
export async function keepRoom(cluster: Cluster, record: RunRecord, context: StepContext): Promise<void> {
  const reserve = runReserve(record.folder);
  const { hasStopped, undoing } = positionOf(await record.events());
  const small = smallRoom(walkPlan(record.plan).length, cluster.inventory.components.length);
  const parts = await partsOf(cluster, record, context);
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
