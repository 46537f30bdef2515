import { existsSync } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Release } from '../../src/core/catalog/release.ts';
import { pipVersion } from '../../src/core/versions/pip-version.ts';
import type { Version } from '../../src/core/versions/version.ts';
import { thisMachine } from '../../src/io/hosts/this-machine.ts';
import { attempts } from '../../src/io/python/attempts.ts';
import { environmentStands } from '../../src/io/python/build-environment.ts';
import { saveEnvironmentRecord } from '../../src/io/python/environment-record.ts';
import type { EnvironmentRequest } from '../../src/io/python/environment-request.ts';
import { installWay } from '../../src/io/python/install-way.ts';
import { findPython } from '../../src/io/python/interpreters.ts';
import { createEnvironment, installExactly, listPackages } from '../../src/io/python/uv-commands.ts';
import { BaiupError, messageOf } from '../../src/lib/errors.ts';
import { cacheHome } from '../../src/lib/state-home.ts';

/** What a migration imports of a release. Some releases can do this and no more: the managers of 24.09.13 and .14. */
const migrating = [
  'import alembic.command, asyncpg, sqlalchemy.ext.asyncio',
  'import ai.backend.manager.models, ai.backend.manager.cli.dbschema',
].join('\n');

/** What a manager asks for of its own release: of what the index has withdrawn it gives only what is named exactly. */
const itsOwn = (version: Version): string[] =>
  ['common', 'cli', 'plugin'].map((name) => `backend.ai-${name}==${pipVersion(version)}`);

/** Environments of neighbouring hops are the same ones: each is made once and stays in the cache. */
export function environmentFolder({ version }: Pick<Release, 'version'>): string {
  return join(cacheHome(), 'trials', 'environments', `manager-${version}`);
}

export const hasEnvironment = (release: Release): boolean =>
  existsSync(join(environmentFolder(release), 'baiup-environment.json'));

/**
 * A release's manager with dependencies of its time, proven only as far as a migration needs it.
 * @returns its folder
 * @throws BaiupError `environment.no-choice`, `python.missing`
 */
export async function trialEnvironment(release: Release, signal?: AbortSignal): Promise<string> {
  const { version, published, python } = release;
  const folder = environmentFolder(release);
  const host = thisMachine;
  const request: EnvironmentRequest = {
    host,
    component: 'manager',
    version,
    folder,
    published,
    python,
    signal,
  };
  if (await environmentStands(request)) return folder;
  const interpreter = await findPython(host, python);
  await rm(folder, { recursive: true, force: true });
  await mkdir(dirname(folder), { recursive: true, mode: 0o700 });
  const way = await installWay(request, interpreter);
  const tried: { choice: string; reason: string }[] = [];
  for (const { choice, install } of await attempts(request, way)) {
    try {
      await createEnvironment(request, interpreter.path);
      if (release.withdrawn !== undefined) await installExactly(request, itsOwn(version), []);
      await install();
      await prove(folder, signal);
      const [packages, builtAt] = [await listPackages(request), new Date().toISOString()];
      await saveEnvironmentRecord(host, folder, {
        component: 'manager',
        version,
        python,
        choice,
        tried,
        packages,
        builtAt,
      });
      return folder;
    } catch (error) {
      signal?.throwIfAborted();
      tried.push({ choice, reason: messageOf(error) });
    }
  }
  await rm(folder, { recursive: true, force: true });
  const reasons = tried.map(({ choice, reason }) => `${choice}: ${reason}`).join('\n');
  throw new BaiupError(
    'environment.no-choice',
    `no choice of dependencies lets manager ${version} migrate:\n${reasons}`,
  );
}

async function prove(folder: string, signal?: AbortSignal): Promise<void> {
  const argv = [join(folder, 'bin', 'python'), '-c', migrating] as const;
  await thisMachine.run({
    argv,
    cwd: folder,
    timeoutMs: 120_000,
    ...(signal ? { signal } : {}),
  });
}
