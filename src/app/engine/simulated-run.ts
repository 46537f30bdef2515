import { simulatedStart } from '../../core/run/simulated-start.ts';
import type { Journal, RunRecord } from '../../io/journal/port.ts';
import type { Drive } from './port.ts';
import { emptyContext, simulatedPlan, simulatedSteps, type World } from './simulated-world.ts';

/** A world before any run. */
export const newWorld = (failing?: World['failing']): World => ({
  running: true,
  release: 0,
  database: 0,
  log: [],
  ...(failing ? { failing } : {}),
});

/** A run of a simulated plan that has begun. */
export async function beginRun(journal: Journal, hops: number, asks = false): Promise<RunRecord> {
  const plan = simulatedPlan(hops, asks);
  const record = await journal.create(plan);
  await record.append(simulatedStart(plan));
  return record;
}

/** What drives it over a world. */
export function driveOf(record: RunRecord, world: World, asked: Drive['asked'] = () => undefined): Drive {
  return {
    record,
    steps: simulatedSteps(world),
    context: emptyContext(record.folder),
    asked,
    onEvent: () => undefined,
  };
}

/** What can be seen of a world from outside. */
export const worldState = ({ running, release, database }: World) => ({ running, release, database });
