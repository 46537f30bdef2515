import { join } from 'node:path';
import { cacheHome } from '../../lib/state-home.ts';
import type { Choice } from './choices.ts';
import { type EnvironmentRecord, loadRecord, saveRecord } from './environment-record.ts';

interface Key extends Pick<EnvironmentRecord, 'component' | 'version' | 'python'> {
  readonly proves?: 'program' | 'migrator' | undefined;
}

/** What an earlier build of the same component and release was proven with, on this machine. */
export async function knownEnvironment(key: Key): Promise<EnvironmentRecord | undefined> {
  return loadRecord(cachePath(key));
}

export async function rememberEnvironment(record: EnvironmentRecord): Promise<void> {
  await saveRecord(cachePath(record), record);
  // The others of the release share its dependencies: what did for one is tried first for the next.
  await saveRecord(cachePath({ ...record, component: 'any', proves: undefined }), record);
}

/** The choice that is known to do first, the rest in their order; what is known to fail last. */
export async function inLikelyOrder(key: Key, choices: readonly Choice[]): Promise<readonly Choice[]> {
  const known =
    (await knownEnvironment(key)) ??
    (await loadRecord(cachePath({ ...key, component: 'any', proves: undefined })));
  if (!known) return choices;
  const rank = ({ name }: Choice) =>
    name === known.choice ? 0 : known.tried.some(({ choice }) => choice === name) ? 2 : 1;
  return [...choices].sort((a, b) => rank(a) - rank(b));
}

function cachePath({ component, version, python, proves }: Key): string {
  const what = proves === 'migrator' ? `${component}-migrator` : component;
  return join(cacheHome(), 'environments', `${what}-${version}-py${python}.json`);
}
