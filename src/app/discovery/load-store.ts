import { resolve } from 'node:path';
import { z } from 'zod';
import { type DeclaredStore, declaredStore } from '../../core/cluster/declared-store.ts';
import { thisMachine } from '../../io/hosts/this-machine.ts';
import type { StoreAddress } from '../../io/journal/postgres/store-session.ts';
import { type BaiupError, usageError } from '../../lib/errors.ts';
import { clusterFiles, readClusterText } from './cluster-text.ts';
import { readClusterYaml } from './cluster-yaml.ts';
import { parseDeclared } from './parse-declared.ts';
import { resolveSecret } from './resolve-secret.ts';
import { resolveTls } from './resolve-tls.ts';

/** Of a cluster file the one key that says where runs are kept. */
const ofCluster = z.looseObject({ store: declaredStore.optional() });

const hint = 'docs/shared-store.md shows a whole one';

const wrong = (file: string, line: number, what: string): BaiupError =>
  usageError('store.file-wrong', `${file}, line ${line}: ${what}`, hint);

/** It is asked of a store before any host of the cluster can be reached. */
const notHere = (from: string): never => {
  throw usageError(
    'store.file-wrong',
    `store.postgres takes no file of ${from}: a store is reached from this machine alone`,
    hint,
  );
};

/** What a file of its own says: `postgres` with where the store is. @throws BaiupError `store.file-*` (exit 64) */
async function ofOwnFile(named: string): Promise<DeclaredStore> {
  const file = resolve(named);
  const found = await readClusterText(file);
  if (found) return parseDeclared(declaredStore, file, found.text, wrong);
  throw usageError(
    'store.file-missing',
    `there is no file ${file} that says where runs are kept`,
    `--store takes such a file, or "files" for those of this machine; ${hint}`,
  );
}

/** Whatever else is wrong with a cluster file: runs can be looked at without it. */
async function ofClusterFile(named: string | undefined): Promise<DeclaredStore | undefined> {
  for (const file of clusterFiles(named)) {
    const found = await readClusterText(file).catch(() => undefined);
    if (!found) continue;
    if (!/^["']?store["']?\s*:/m.test(found.text) && 'what' in readClusterYaml(found.text)) return undefined;
    return parseDeclared(ofCluster, file, found.text, wrong).store;
  }
  return undefined;
}

/**
 * Where runs are kept that several machines share; undefined where they are files of this machine.
 * @param named "files", or a file that says where the store is; what the cluster file says unless given
 * @throws BaiupError `store.file-missing`, `store.file-wrong`, `cluster.secret-missing`, `cluster.tls-file`, all exit 64
 */
export async function loadStore(
  named: string | undefined,
  clusterFile: string | undefined,
): Promise<StoreAddress | undefined> {
  if (named === 'files') return undefined;
  const declared = named === undefined ? await ofClusterFile(clusterFile) : await ofOwnFile(named);
  if (!declared) return undefined;
  const { tls: declaredTls, password: source, lostAfter, ...where } = declared.postgres;
  const password = await resolveSecret('store.postgres.password', source, notHere);
  const tls = await resolveTls('store.postgres.tls', declaredTls, { here: thisMachine, hosts: notHere });
  return {
    ...where,
    password,
    tls,
    ...(lostAfter === undefined ? {} : { lostAfterMs: lostAfter * 1000 }),
  };
}
