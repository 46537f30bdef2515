import { afterAll, beforeAll } from 'vitest';
import type { Check, CheckInput } from '../../src/app/checks/check.ts';
import { checks, questions } from '../../src/app/checks/index.ts';
import { simulatedSnapshot } from '../../src/core/cluster/simulated-cluster.ts';
import { readAlembicVersion } from '../../src/io/database/alembic-version.ts';
import { changeInOneTransaction } from '../../src/io/database/change.ts';
import { type DatabaseAddress, withDatabase } from '../../src/io/database/database.ts';
import { readAllRows } from '../../src/io/database/read-rows.ts';
import { type SmallServer, startSmallServer } from './small-server.ts';

/** For a test's file: makes databases of their own, each with some statements run. */
export function askedDatabases(): (...statements: readonly string[]) => Promise<DatabaseAddress> {
  let server: SmallServer;
  let number = 0;
  beforeAll(async () => {
    server = await startSmallServer();
  });
  afterAll(async () => {
    await server?.close();
  });
  return async (...statements) => {
    const name = `asked${number++}`;
    await server.createDatabase(name);
    const address = { ...server.address, name };
    await withDatabase(address, async (database) => {
      for (const sql of ['CREATE EXTENSION "uuid-ossp"', ...statements]) await database.query(sql);
    });
    return address;
  };
}

/** What a check says of a database, as its cluster would be asked. */
export async function input(address: DatabaseAddress, version: string, hop: CheckInput['hops'][number]) {
  return withDatabase(address, async (database): Promise<CheckInput> => {
    const revisions = await readAlembicVersion(database);
    const rows = await readAllRows(database, questions);
    const components = [{ id: 'm1', version }] as unknown as CheckInput['snapshot']['components'];
    const snapshot = simulatedSnapshot({ components, revisions, rows });
    return { snapshot, hops: [hop], outages: 1 } as unknown as CheckInput;
  });
}

export function checkOf(code: string): Check {
  const check = checks.find((each) => each.code === code);
  if (!check) throw new Error(`no check ${code}`);
  return check;
}

export async function fixIt(address: DatabaseAddress, code: string, given: CheckInput): Promise<void> {
  const fix = checkOf(code).fix?.make(given, '');
  if (fix?.kind !== 'sql') throw new Error(`${code} has no statements`);
  await changeInOneTransaction(address, fix.statements);
}
