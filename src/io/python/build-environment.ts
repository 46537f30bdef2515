import { mkdir, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { ComponentName } from '../../core/cluster/inventory.ts';
import { BaiupError, messageOf } from '../../lib/errors.ts';
import { atMost } from './at-most.ts';
import { checkConfiguration, requireConfiguration } from './check-configuration.ts';
import { type Choice, choices, lockFor } from './choices.ts';
import {
  type EnvironmentRecord,
  loadEnvironmentRecord,
  saveEnvironmentRecord,
} from './environment-record.ts';
import { findPython } from './interpreters.ts';
import { inLikelyOrder, knownEnvironment, rememberEnvironment } from './known-choice.ts';
import { compileBytecode, createEnvironment, installDistributions, listPackages } from './uv-commands.ts';

export interface EnvironmentRequest {
  readonly component: ComponentName;
  /** As printed: `24.03.10`. */
  readonly version: string;
  /** Absolute; what is there and was not built for this request is replaced. */
  readonly folder: string;
  /** When the release was uploaded, ISO 8601. */
  readonly published: string;
  /** Minor version: `3.12`. */
  readonly python: string;
  /** Today's configuration and the folder that the program runs in: the new program must accept it. */
  readonly config?: string | undefined;
  readonly workdir?: string | undefined;
  /** Added to the environment of every program that builds it, to be found by. */
  readonly env?: Readonly<Record<string, string>>;
  readonly onProgress?: (event: { readonly choice: Choice['name']; readonly failed?: string }) => void;
  readonly signal?: AbortSignal | undefined;
}

/** Building and importing take a processor each: more at once would only take turns. */
const inTurn = atMost(2);

/** Whether a whole environment for this request stands already. */
export async function environmentStands(
  request: Pick<EnvironmentRequest, 'component' | 'version' | 'folder'>,
): Promise<boolean> {
  const record = await loadEnvironmentRecord(request.folder);
  return record?.component === request.component && record.version === request.version;
}

/**
 * Builds a component's environment with dependencies that work, proves it by importing the program and, where a
 * configuration is given, by the program's own loader. One that stands is left alone.
 * @throws BaiupError `python.missing`, `environment.no-choice`, `configuration.refused`
 */
export async function buildEnvironment(request: EnvironmentRequest): Promise<EnvironmentRecord> {
  return inTurn(async () => {
    request.signal?.throwIfAborted();
    const standing = (await environmentStands(request))
      ? await loadEnvironmentRecord(request.folder)
      : undefined;
    const record = standing ?? (await build(request));
    if (request.config !== undefined) await requireConfiguration(programOf(request));
    return record;
  });
}

async function build(request: EnvironmentRequest): Promise<EnvironmentRecord> {
  const { component, version, folder, published, python, onProgress } = request;
  const interpreter = await findPython(python);
  await rm(folder, { recursive: true, force: true });
  await mkdir(dirname(folder), { recursive: true, mode: 0o700 });
  const tried: EnvironmentRecord['tried'] = [];
  for (const choice of await inLikelyOrder(request, choices(published, await lockFor(version)))) {
    onProgress?.({ choice: choice.name });
    try {
      await createEnvironment(request, interpreter.path);
      await installDistributions(request, choice.arguments);
      const packages = await listPackages(request);
      await prove(request, packages);
      await compileBytecode(request);
      const builtAt = new Date().toISOString();
      const record = { component, version, python, choice: choice.name, tried, packages, builtAt };
      await saveEnvironmentRecord(folder, record);
      await rememberEnvironment(record);
      return record;
    } catch (error) {
      request.signal?.throwIfAborted();
      tried.push({ choice: choice.name, reason: messageOf(error) });
      onProgress?.({ choice: choice.name, failed: messageOf(error) });
    }
  }
  await rm(folder, { recursive: true, force: true });
  const reasons = tried.map(({ choice, reason }) => `${choice}: ${reason}`).join('\n');
  throw new BaiupError(
    'environment.no-choice',
    `no choice of dependencies lets ${component} ${version} run:\n${reasons}`,
    { hint: 'check that the package index can be reached and has this release', left: 'nothing was changed' },
  );
}

/** The very packages that were proven before need no second proof. */
async function prove(request: EnvironmentRequest, packages: readonly string[]): Promise<void> {
  const known = await knownEnvironment(request);
  if (known?.packages.join() === packages.join()) return;
  const { outcome, message } = await checkConfiguration({ ...programOf(request), config: undefined });
  if (outcome !== 'ok') throw new Error(`the program does not run: ${message}`);
}

function programOf({ component, folder, config, workdir, signal }: EnvironmentRequest) {
  return { component, environment: folder, config, workdir: workdir ?? folder, signal };
}
