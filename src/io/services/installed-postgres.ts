import { access, constants, readdir, realpath } from 'node:fs/promises';
import { delimiter, dirname, join } from 'node:path';
import { isThere } from '../../lib/is-there.ts';
import type { Variables } from '../../lib/variables.ts';
import { thisMachine } from '../hosts/this-machine.ts';
import type { PostgresPrograms } from './postgres-programs.ts';
import { newestFirst, programVersion } from './program-version.ts';

/** Debian's folder of versions; elsewhere the programs are on PATH. */
const versionsFolder = '/usr/lib/postgresql';

/** The newest complete PostgreSQL installed here: server, tools no older than it, and uuid-ossp. */
export async function installedPostgres(env: Variables): Promise<PostgresPrograms | undefined> {
  const folders = new Set([...(await versionFolders()), ...(await foldersOnPath(env))]);
  const complete = (await Promise.all([...folders].map(inFolder))).filter((found) => found !== undefined);
  return complete.sort((a, b) => newestFirst(a.serverVersion, b.serverVersion))[0];
}

async function versionFolders(): Promise<string[]> {
  const versions = await readdir(versionsFolder).catch(() => []);
  return versions.map((version) => join(versionsFolder, version, 'bin'));
}

/** Where `postgres` on PATH really lives: the others lie beside it. */
async function foldersOnPath(env: Variables): Promise<string[]> {
  const candidates = (env['PATH'] ?? '').split(delimiter).map((folder) => join(folder, 'postgres'));
  const real = await Promise.all(candidates.map((path) => realpath(path).catch(() => undefined)));
  return real.filter((path) => path !== undefined).map((path) => dirname(path));
}

async function inFolder(bin: string): Promise<PostgresPrograms | undefined> {
  const [initdb, postgres, pgDump, pgRestore] = ['initdb', 'postgres', 'pg_dump', 'pg_restore'].map((name) =>
    join(bin, name),
  ) as [string, string, string, string];
  const runnable = await Promise.all([initdb, postgres, pgDump, pgRestore].map(isExecutable));
  if (!runnable.every(Boolean) || !(await hasUuid(bin))) return undefined;
  const [serverVersion, clientVersion] = await Promise.all([
    programVersion(postgres),
    programVersion(pgDump),
  ]);
  if (!serverVersion || !clientVersion || (clientVersion[0] ?? 0) < (serverVersion[0] ?? 0)) return undefined;
  return { source: 'installed', initdb, postgres, pgDump, pgRestore, serverVersion, clientVersion };
}

async function isExecutable(path: string): Promise<boolean> {
  return access(path, constants.X_OK).then(
    () => true,
    () => false,
  );
}

/** `postgres -C` would need a data folder; `pg_config` knows, and where it is missing the usual places do. */
async function hasUuid(bin: string): Promise<boolean> {
  const argv = [join(bin, 'pg_config'), '--sharedir'] as const;
  const asked = await thisMachine.ask({ argv, timeoutMs: 20_000 }).catch(() => undefined);
  const prefix = dirname(bin);
  const shared = [
    ...(asked?.exitCode === 0 ? [asked.stdout.trim()] : []),
    join(prefix, 'share', 'postgresql'),
    join(prefix, 'share'),
    prefix.replace('/usr/lib/', '/usr/share/'),
  ];
  const found = await Promise.all(
    shared.map((folder) => isThere(join(folder, 'extension', 'uuid-ossp.control'))),
  );
  return found.some(Boolean);
}
