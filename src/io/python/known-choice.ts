import { join } from 'node:path';
import { cacheFolder } from '../hosts/cache-folder.ts';
import type { Host, HostReader } from '../hosts/port.ts';
import type { Choice } from './choices.ts';
import { type EnvironmentRecord, loadRecord, saveRecord } from './environment-record.ts';

interface Key extends Pick<EnvironmentRecord, 'component' | 'version' | 'python'> {
  readonly proves?: 'program' | 'migrator' | undefined;
  /** What its wheels fit, where they were chosen for other hosts than the one that remembers. */
  readonly on?: string | undefined;
}

/** What an earlier build of the same component and release was proven with, as a host remembers it. */
export async function knownEnvironment(host: HostReader, key: Key): Promise<EnvironmentRecord | undefined> {
  return loadRecord(host, await cachePath(host, key));
}

export async function rememberEnvironment(host: Host, record: EnvironmentRecord, on?: string): Promise<void> {
  await saveRecord(host, await cachePath(host, { ...record, on }), record);
  // The others of the release share its dependencies: what did for one is tried first for the next.
  await saveRecord(
    host,
    await cachePath(host, { ...record, on, component: 'any', proves: undefined }),
    record,
  );
}

/** The choice that is known to do first, the rest in their order; what is known to fail last. */
export async function inLikelyOrder(
  host: HostReader,
  key: Key,
  choices: readonly Choice[],
): Promise<readonly Choice[]> {
  const known =
    (await knownEnvironment(host, key)) ??
    (await knownEnvironment(host, { ...key, component: 'any', proves: undefined }));
  if (!known) return choices;
  const rank = ({ name }: Choice) =>
    name === known.choice ? 0 : known.tried.some(({ choice }) => choice === name) ? 2 : 1;
  return [...choices].sort((a, b) => rank(a) - rank(b));
}

async function cachePath(
  host: HostReader,
  { component, version, python, proves, on = `py${python}` }: Key,
): Promise<string> {
  const what = proves === 'migrator' ? `${component}-migrator` : component;
  return join(await cacheFolder(host), 'environments', `${what}-${version}-${on}.json`);
}
