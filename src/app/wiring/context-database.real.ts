import { readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type SmallServer, startSmallServer } from '../../../tests/real/small-server.ts';
import { thisMachine } from '../../io/hosts/this-machine.ts';
import { wheelFolder } from '../../io/python/wheel-folder.ts';
import { findPostgresPrograms } from '../../io/services/find-postgres-programs.ts';
import { contextDatabase } from './context-database.ts';
import { dumpToolsHere } from './dump-tools.ts';

let server: SmallServer;
beforeAll(async () => {
  server = await startSmallServer();
  await server.createDatabase('small');
});
afterAll(() => server?.close());

it('dumps a database that it knows to be small over one connection, by programs that it looks for once', async () => {
  const program = join(server.folder, 'pg_dump');
  const said = `${program}.said`;
  let looks = 0;
  const tools = dumpToolsHere(thisMachine, async () => {
    looks += 1;
    const programs = await findPostgresPrograms({ wheels: wheelFolder });
    const script = `#!/bin/sh\necho "$*" >> ${said}\nexec ${programs.pgDump} "$@"\n`;
    await writeFile(program, script, { mode: 0o755 });
    return { ...programs, pgDump: program };
  });
  const database = contextDatabase({ address: server.address, ...tools });
  const dump = (name: string) => database.dump(join(server.folder, name), new AbortController().signal);
  const { size } = await dump('of-any-size');
  expect(size).toBeGreaterThanOrEqual((await stat(join(server.folder, 'of-any-size/toc.dat'))).size);
  await database.size();
  await dump('small');
  const [first, second] = (await readFile(said, 'utf8')).split('\n');
  expect(first).toMatch(/--jobs=[2-8] /);
  expect(second).toContain('--jobs=1 ');
  expect(looks).toBe(1);
});
