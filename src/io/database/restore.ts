import { BaiupError } from '../../lib/errors.ts';
import { createStatement, dressStatements, readShape } from './database-shape.ts';
import { derivedName } from './identifier.ts';
import { type LoadOptions, loadDump } from './load-dump.ts';
import { renameDatabases } from './rename-databases.ts';
import { besideDatabase, createDatabase, dropDatabase } from './server.ts';

export type RestoreOptions = Omit<LoadOptions, 'ownerless'>;

/**
 * Makes a database equal to a dump. The dump is loaded into a new database beside it, which then takes its
 * name in one transaction; only after that is the old one dropped. Whatever fails before leaves it as it was.
 * @throws BaiupError `database.restore-failed`, `database.cannot-create`, `database.dump-damaged`, `database.busy`
 */
export async function restoreDatabase(options: RestoreOptions): Promise<{ readonly seconds: number }> {
  const { name } = options.address;
  const fresh = derivedName(name, '_baiup_restore');
  const old = derivedName(name, '_baiup_old');
  const began = performance.now();
  await besideDatabase(
    options.address,
    async (server) => {
      try {
        await dropDatabase(server, fresh);
        const shape = await readShape(server, name);
        await createDatabase(server, createStatement(fresh, shape));
        await loadDump({ ...options, address: { ...options.address, name: fresh } });
        for (const statement of dressStatements(fresh, shape)) await server.query(statement);
        await dropDatabase(server, old);
        await renameDatabases(server, [
          { from: name, to: old },
          { from: fresh, to: name },
        ]);
      } catch (error) {
        await dropDatabase(server, fresh).catch(() => undefined);
        throw restoreError(name, error);
      }
      await dropDatabase(server, old);
    },
    { queryTimeoutMs: 120_000 },
  );
  return { seconds: (performance.now() - began) / 1000 };
}

function restoreError(name: string, error: unknown): BaiupError {
  const known = error instanceof BaiupError;
  return new BaiupError(
    known ? error.code : 'database.restore-failed',
    known ? error.message : String(error),
    {
      ...(known && error.hint ? { hint: error.hint } : {}),
      left: `"${name}" is as it was before the restore; the dump is kept`,
      cause: error,
    },
  );
}
