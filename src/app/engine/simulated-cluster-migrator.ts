import { asideNames } from '../../io/database/aside/aside-names.ts';
import { BaiupError } from '../../lib/errors.ts';
import type { StepContext } from '../steps/context.ts';
import { itsName, type SimulatedCluster } from './simulated-cluster.ts';
import type { SimulatedProcess } from './simulated-process.ts';

type Life = Pick<SimulatedProcess, 'instant'>;

/** The migrator of a simulated cluster, whose process may die between any two revisions. */
export function startMigrator(
  cluster: SimulatedCluster,
  life: Life,
  run: string,
): StepContext['startMigrator'] {
  return async ({ run: revisions, from, head, copyOf }) => {
    await life.instant();
    cluster.reach('database');
    const go = async () => {
      const name = copyOf === undefined ? itsName : asideNames(itsName, { run, hop: copyOf }).copy;
      const database = cluster.databases.get(name)?.data;
      if (!database) throw new Error(`there is no database ${name}`);
      if (database.alembic.join() !== from.join()) throw new Error(`the database is at ${database.alembic}`);
      for (const id of revisions) {
        await life.instant();
        cluster.reach('database');
        cluster.quiet(`ran ${id}`);
        if (cluster.broken.has(id)) throw new BaiupError('migrator.revision-failed', `${id} failed`);
        if (database.applied.includes(id)) throw new Error(`${id} finds its table there already`);
        database.applied.push(id);
        delete cluster.etcd['docker/registry'];
      }
      await life.instant();
      database.alembic = [head];
      await life.instant();
      return revisions.map((id) => ({ id, seconds: 0 }));
    };
    return { go, cancel: async () => undefined };
  };
}
