import { dirname, join } from 'node:path';
import type { CarriedPlugin } from '../../core/components/carried-plugin.ts';
import { BaiupError, messageOf } from '../../lib/errors.ts';
import { isNoRoom } from '../../lib/no-room.ts';
import { stableJson } from '../../lib/stable-json.ts';
import { hostTrouble } from '../hosts/host-trouble.ts';
import type { HostReader } from '../hosts/port.ts';
import { type Attempt, attempts } from './attempts.ts';
import { type BuildingFolder, beginBuilding, unfinished } from './building-folder.ts';
import { checkConfiguration } from './check-configuration.ts';
import { compileBytecode } from './compile-bytecode.ts';
import {
  type EnvironmentRecord,
  loadEnvironmentRecord,
  saveEnvironmentRecord,
} from './environment-record.ts';
import type { EnvironmentRequest } from './environment-request.ts';
import { inTurn } from './in-turn.ts';
import { installPlugins } from './install-plugins.ts';
import { type InstallWay, installWay } from './install-way.ts';
import { findPython, type Interpreter } from './interpreters.ts';
import { knownEnvironment, rememberEnvironment } from './known-choice.ts';
import { metFullDisk, noRoomFor } from './no-room-for.ts';
import { openToReaders } from './open-to-readers.ts';
import { createEnvironment, listPackages, uninstall } from './uv-commands.ts';

type Asked = Pick<EnvironmentRequest, 'component' | 'version' | 'folder' | 'proves' | 'plugins'> & {
  readonly host: HostReader;
};

/** Whether a whole environment of this release stands still, and what is asked of it was proven. */
async function releaseStands(request: Asked): Promise<boolean> {
  const record = await loadEnvironmentRecord(request.host, request.folder);
  if (record?.component !== request.component || record.version !== request.version) return false;
  if ((await request.host.stat(join(request.folder, 'bin', 'python'))) === undefined) return false;
  return record.proves === undefined || record.proves === request.proves;
}

const told = (plugins: readonly CarriedPlugin[] = []): string =>
  stableJson(plugins.map(({ name, take, isAskedFor }) => ({ name, take, isAskedFor })));

/** Whether the same stands beside the release. Migrations alone need nothing there. */
function samePlugins(record: EnvironmentRecord, { plugins, proves }: Asked): boolean {
  return proves === 'migrator' || told(record.plugins) === told(plugins);
}

/** Whether a whole environment for this request stands still, and what is asked of it was proven. */
export async function environmentStands(request: Asked): Promise<boolean> {
  const record = await loadEnvironmentRecord(request.host, request.folder);
  return record !== undefined && samePlugins(record, request) && (await releaseStands(request));
}

/**
 * Builds a component's environment with dependencies that work, and proves it by importing the program; or by importing
 * the migrations, where no more is asked of it. One that stands is left alone; where only what is to stand beside the
 * release differs, only that is changed.
 * @throws BaiupError `python.missing`, `environment.in-use`, `environment.no-choice`, `release.faulty`,
 * `plugin.unavailable`, `host.no-room`
 */
export async function buildEnvironment(request: EnvironmentRequest): Promise<EnvironmentRecord> {
  return inTurn(request.host)(async () => {
    request.signal?.throwIfAborted();
    return buildInTurn(request).catch(async (error: unknown) => {
      throw isNoRoom(error) ? await noRoomFor(request, error) : error;
    });
  });
}

async function buildInTurn(request: EnvironmentRequest): Promise<EnvironmentRecord> {
  const standing = (await releaseStands(request))
    ? await loadEnvironmentRecord(request.host, request.folder)
    : undefined;
  const whole = standing ?? (await proveStanding(request));
  const record = whole ?? (await build(request));
  return samePlugins(record, request) ? record : putPlugins(request, record, whole === undefined);
}

/** An environment whose plugins could not be had is built anew when they can. */
async function putPlugins(
  request: EnvironmentRequest,
  record: EnvironmentRecord,
  isFresh: boolean,
): Promise<EnvironmentRecord> {
  const { host, folder, plugins = [], onProgress } = request;
  const { plugins: before = [], ...release } = record;
  const wanted = new Set(plugins.map(({ name }) => name));
  const ofRelease = new Set(release.packages.map((each) => each.split('==')[0]));
  const unwanted = before.map(({ name }) => name).filter((name) => !wanted.has(name) && !ofRelease.has(name));
  onProgress?.({ choice: 'plugins' });
  try {
    // The record still tells of those before: nothing counts as standing until all are there.
    await installPlugins(request, { packages: release.packages, plugins, isFresh });
  } catch (error) {
    if (isFresh) await host.remove(folder);
    throw error;
  }
  if (unwanted.length > 0) await uninstall(request, unwanted);
  await compileBytecode(request);
  await openToReaders(host, folder);
  const whole = { ...release, ...(plugins.length > 0 ? { plugins: [...plugins] } : {}) };
  await saveEnvironmentRecord(host, folder, whole);
  return whole;
}

/**
 * One that was built for its migrations alone may do for its program too, and then need not be built again.
 * @throws BaiupError `release.faulty`: it stays what it was
 */
async function proveStanding(request: EnvironmentRequest): Promise<EnvironmentRecord | undefined> {
  const only = { ...request, proves: 'migrator' } as const;
  const standing = (await releaseStands(only))
    ? await loadEnvironmentRecord(request.host, request.folder)
    : undefined;
  if (!standing) return undefined;
  const { outcome, message } = await checkConfiguration(programOf(request));
  if (outcome === 'faulty') throw faulty(request, message);
  if (outcome !== 'ok') return undefined;
  const { proves: _migrator, ...record } = standing;
  await saveEnvironmentRecord(request.host, request.folder, record);
  return record;
}

async function build(request: EnvironmentRequest): Promise<EnvironmentRecord> {
  const { host, folder, python, pythons } = request;
  const interpreter = await findPython(host, python, pythons);
  await requireUnused(host, folder);
  const way = await installWay(request, interpreter);
  await host.makeFolder(dirname(folder));
  const building = await beginBuilding(host, folder);
  await host.remove(folder);
  const record = await way.finding(() => firstThatDoes(request, way, interpreter, building));
  await building.end();
  return record;
}

/** Tries one choice after another. @throws BaiupError `environment.no-choice`, `release.faulty` */
async function firstThatDoes(
  request: EnvironmentRequest,
  way: InstallWay,
  interpreter: Interpreter,
  building: BuildingFolder,
): Promise<EnvironmentRecord> {
  const { host, component, version, python, folder, onProgress } = request;
  const tried: EnvironmentRecord['tried'] = [];
  for (const attempt of await attempts(request, way)) {
    const { choice } = attempt;
    onProgress?.({ choice });
    try {
      await building.requireOurs();
      const packages = await fill(request, interpreter, attempt);
      await building.requireOurs();
      const proves = request.proves === 'migrator' ? { proves: request.proves } : {};
      const builtAt = new Date().toISOString();
      const record = { component, version, python, ...proves, choice, tried, packages, builtAt };
      await rememberEnvironment(host, record);
      if (way.on !== undefined) await rememberEnvironment(way.memory, record, way.on);
      await saveEnvironmentRecord(host, folder, record);
      return record;
    } catch (error) {
      request.signal?.throwIfAborted();
      if (hostTrouble(error)) throw error;
      await building.requireOurs();
      if (error instanceof BaiupError && error.code === 'release.faulty') throw error;
      // No other choice of dependencies has more room.
      if (await metFullDisk(request, error)) {
        await host.remove(folder);
        await building.end();
        throw await noRoomFor(request, error);
      }
      tried.push({ choice, reason: messageOf(error) });
      onProgress?.({ choice, failed: messageOf(error) });
    }
  }
  await host.remove(folder);
  await building.end();
  throw noChoice(request, tried);
}

function noChoice({ component, version }: EnvironmentRequest, tried: EnvironmentRecord['tried']): BaiupError {
  const reasons = tried.map(({ choice, reason }) => `${choice}: ${reason}`).join('\n');
  return new BaiupError(
    'environment.no-choice',
    `no choice of dependencies lets ${component} ${version} run:\n${reasons}`,
    { hint: 'check that the package index can be reached and has this release', left: 'nothing was changed' },
  );
}

/**
 * What lies in the place of a new environment is removed only if nothing can use it: containers that live have files of
 * the environment mounted that their agent ran from.
 */
async function requireUnused(host: EnvironmentRequest['host'], folder: string): Promise<void> {
  const isEmpty = (await host.list(folder)).length === 0;
  if (isEmpty || (await host.readText(unfinished(folder))) !== undefined) return;
  const record = await loadEnvironmentRecord(host, folder);
  if (record?.proves === 'migrator') return;
  const what = record ? 'an environment that does not run any more' : 'files that baiup did not put there';
  throw new BaiupError(
    'environment.in-use',
    `${folder} on ${host.name} holds ${what}, and containers may use them: baiup does not replace it`,
    { hint: `move it away: mv ${folder} ${folder}.old`, left: 'nothing was changed' },
  );
}

async function fill(
  request: EnvironmentRequest,
  interpreter: Interpreter,
  attempt: Attempt,
): Promise<string[]> {
  await createEnvironment(request, interpreter.path);
  await attempt.install();
  const packages = await listPackages(request);
  await compileBytecode(request);
  await openToReaders(request.host, request.folder);
  await prove(request, packages);
  return packages;
}

/** What the migrator imports of a manager: all models and the scripts' own imports, nothing of the server. */
const migrations = 'ai.backend.manager.cli.dbschema';

/** The very packages that were proven before need no second proof. */
async function prove(request: EnvironmentRequest, packages: readonly string[]): Promise<void> {
  const known = await knownEnvironment(request.host, request);
  if (known?.packages.join() === packages.join()) return;
  const module = request.proves === 'migrator' ? { module: migrations } : {};
  const { outcome, message } = await checkConfiguration({ ...programOf(request), ...module });
  if (outcome === 'faulty') throw faulty(request, message);
  if (outcome !== 'ok') throw new Error(`the program does not run: ${message}`);
}

/** No choice of dependencies fixes a wheel that lacks modules of its own: the managers of 24.09.13 and 24.09.14 do. */
function faulty({ component, version }: EnvironmentRequest, message: string): BaiupError {
  return new BaiupError(
    'release.faulty',
    `${component} ${version} cannot run, whatever is installed beside it: ${message}`,
    { hint: 'choose another release of the line', left: 'nothing was changed' },
  );
}

function programOf({ host, component, folder, workdir, env, signal }: EnvironmentRequest) {
  return { host, component, environment: folder, workdir: workdir ?? folder, env, signal };
}
