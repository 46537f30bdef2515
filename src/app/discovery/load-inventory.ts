import { stat } from 'node:fs/promises';
import { type Inventory, inventorySchema } from '../../core/cluster/inventory.ts';
import type { SecretSource } from '../../core/cluster/secret-source.ts';
import { type BaiupError, usageError } from '../../lib/errors.ts';
import { clusterFiles, readClusterText } from './cluster-text.ts';
import { parseDeclared } from './parse-declared.ts';

export interface LoadedInventory {
  /** Absolute path of the file. */
  readonly file: string;
  readonly inventory: Inventory;
  /** Files with secrets that other users can read; absolute paths. */
  readonly open: readonly string[];
}

const hint = 'docs/cluster-file.md describes each key; `baiup sandbox up` makes a cluster with a whole file';

function wrong(file: string, line: number, what: string): BaiupError {
  return usageError('cluster.file-wrong', `${file}, line ${line}: ${what}`, hint);
}

/** Parses cluster.yaml. @throws BaiupError `cluster.file-wrong` with file, line and key */
export const parseInventory = (file: string, text: string): Inventory =>
  parseDeclared(inventorySchema, file, text, wrong);

function secretsOf({ database, etcd, api, hooks = [], store, components }: Inventory): SecretSource[] {
  const own = components.flatMap((member) => (member.database ? [member.database.password] : []));
  const ofHooks = hooks.flatMap(({ webhook }) =>
    webhook ? [webhook.url, ...(webhook.secret === undefined ? [] : [webhook.secret])] : [],
  );
  const ofEtcd = etcd.password === undefined ? [] : [etcd.password];
  const tlsOfAll = [
    database.tls,
    etcd.tls,
    store?.postgres.tls,
    ...components.map(({ database: own }) => own?.tls),
  ];
  const keys = tlsOfAll.flatMap((tls) =>
    typeof tls === 'object' && typeof tls.key === 'string' ? [{ file: tls.key }] : [],
  );
  const ofStore = store ? [store.postgres.password] : [];
  return [database.password, ...ofEtcd, api.secretKey, ...own, ...ofHooks, ...ofStore, ...keys];
}

const isOpenFile = async (file: string): Promise<boolean> =>
  stat(file).then(
    ({ mode }) => (mode & 0o044) !== 0,
    () => false,
  );

async function openFiles(file: string, isOpen: boolean, secrets: readonly SecretSource[]): Promise<string[]> {
  const holdsSome = secrets.some((source) => typeof source === 'string');
  const named = secrets.flatMap((source) =>
    typeof source === 'object' && 'file' in source && !('from' in source) ? [source.file] : [],
  );
  const open = await Promise.all(
    [...new Set(named)].map(async (each) => ((await isOpenFile(each)) ? [each] : [])),
  );
  return [...(isOpen && holdsSome ? [file] : []), ...open.flat()];
}

/**
 * Reads the cluster's declaration: the file named, else ./cluster.yaml, else ~/.config/baiup/cluster.yaml.
 * @throws BaiupError `cluster.file-missing`, `cluster.file-unreadable`, `cluster.file-wrong`, all exit 64
 */
export async function loadInventory(named: string | undefined): Promise<LoadedInventory> {
  const candidates = clusterFiles(named);
  for (const file of candidates) {
    const found = await readClusterText(file);
    if (!found) continue;
    const inventory = parseInventory(file, found.text);
    return { file, inventory, open: await openFiles(file, found.isOpen, secretsOf(inventory)) };
  }
  throw usageError(
    'cluster.file-missing',
    `there is no cluster file at ${candidates.join(' or ')}`,
    'name one with --cluster FILE, or try baiup on a sandbox: baiup sandbox up',
  );
}
