import type { WorkloadTotals } from '../../core/workloads/totals.ts';
import type { WorkloadDoors } from './see-workloads.ts';

/** A task that said nothing for longer has most likely ended with its program. */
const silentMs = 10 * 60_000;

/** How many background tasks and uploads are under way; what cannot be asked is not counted. @param now milliseconds */
export async function busyBeside(
  { tasks, uploads }: Pick<WorkloadDoors, 'tasks' | 'uploads'>,
  now: number,
): Promise<Pick<WorkloadTotals, 'tasks' | 'uploads'>> {
  const [ofRedis, files] = await Promise.all([
    tasks().catch(() => undefined),
    uploads().catch(() => undefined),
  ]);
  const live = ofRedis?.filter(({ heard }) => heard === undefined || now - heard < silentMs);
  return {
    ...(live === undefined ? {} : { tasks: live.length }),
    ...(files === undefined ? {} : { uploads: files.length }),
  };
}
