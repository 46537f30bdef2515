import { join } from 'node:path';
import type { StepContext } from './context.ts';

/** Where a hop's captures and expectations are kept in the run's folder. */
export function keptFiles({ runFolder }: Pick<StepContext, 'runFolder'>, hop: number) {
  return {
    database: join(runFolder, `hop-${hop}.database.dump`),
    etcd: join(runFolder, `hop-${hop}.etcd.json`),
    expectedSchema: join(runFolder, `hop-${hop}.expected-schema.json`),
  };
}
