import { stat } from 'node:fs/promises';
import { readPlan } from '../records/read-plan.ts';

export interface PlanFile {
  readonly file: string;
  /** What the plan in it covers. */
  readonly id: string;
  readonly cluster: string;
  readonly from: string;
  readonly to: string;
}

/**
 * Which plan a file holds, asked again and again: it is read only where it was written since.
 * @returns undefined while there is none, or none that can be read
 */
export function watchPlan(file: string): () => Promise<PlanFile | undefined> {
  let seen = '';
  let plan: PlanFile | undefined;
  return async () => {
    const found = await stat(file).catch(() => undefined);
    const now = found ? `${found.ino} ${found.size} ${found.mtimeMs}` : '';
    if (now === seen) return plan;
    const read = found ? await readPlan(file).catch(() => undefined) : undefined;
    seen = now;
    plan = read && { file, id: read.id, cluster: read.cluster, from: read.from, to: read.to };
    return plan;
  };
}
