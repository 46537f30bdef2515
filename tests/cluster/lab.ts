import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'yaml';
import { type Inventory, inventorySchema } from '../../src/core/cluster/inventory.ts';
import { etcdStore } from '../../src/io/configstore/etcd-store.ts';
import { type DatabaseAddress, withDatabase } from '../../src/io/database/database.ts';
import { runTool } from '../../src/io/database/tool.ts';
import { thisMachine } from '../../src/io/hosts/this-machine.ts';
import { wheelFolder } from '../../src/io/python/wheel-folder.ts';
import { findPostgresPrograms } from '../../src/io/services/find-postgres-programs.ts';
import { secret } from '../../src/lib/secret.ts';

const program = join(import.meta.dirname, '../../bin/baiup');

export interface Ended {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Lab {
  /** A folder that only its owner can enter; all state is below it, caches are the operator's own. */
  readonly folder: string;
  readonly run: (words: readonly string[], onStart?: (kill: () => void) => void) => Promise<Ended>;
  /** Runs a command for its JSON document, whatever its exit code. */
  // biome-ignore lint/suspicious/noExplicitAny: documents of many shapes, each asserted where it is used
  readonly json: (...words: readonly string[]) => Promise<{ readonly exitCode: number; readonly json: any }>;
  readonly close: () => Promise<void>;
}

/** A place for sandboxes and runs of one test file. */
export async function openLab(): Promise<Lab> {
  const folder = await mkdtemp(join(tmpdir(), 'baiup-lab-'));
  const { BAIUP_HOME: _home, ...inherited } = process.env;
  const env = { ...inherited, XDG_STATE_HOME: folder, NO_COLOR: '1' };
  const run: Lab['run'] = (words, onStart) =>
    new Promise((resolve, reject) => {
      const child = spawn(program, words, { env, stdio: ['ignore', 'pipe', 'pipe'] });
      const text = { stdout: '', stderr: '' };
      child.stdout.on('data', (chunk: Buffer) => {
        text.stdout += chunk.toString();
      });
      child.stderr.on('data', (chunk: Buffer) => {
        text.stderr += chunk.toString();
      });
      child.once('error', reject);
      child.once('close', (code) => resolve({ exitCode: code ?? 137, ...text }));
      onStart?.(() => child.kill('SIGKILL'));
    });
  return {
    folder,
    run,
    json: async (...words) => {
      const { exitCode, stdout, stderr } = await run([...words, '--format', 'json']);
      try {
        return { exitCode, json: JSON.parse(stdout) };
      } catch {
        throw new Error(
          `baiup ${words.join(' ')} printed no document (exit ${exitCode}):\n${stdout}\n${stderr}`,
        );
      }
    },
    close: () => rm(folder, { recursive: true, force: true }),
  };
}

export async function inventoryOf(clusterFile: string): Promise<Inventory> {
  return inventorySchema.parse(parse(await readFile(clusterFile, 'utf8')));
}

export function addressOf({ database }: Inventory): DatabaseAddress {
  const { host, port, name, user, password } = database;
  if (typeof password !== 'string') throw new Error('a sandbox keeps its password in its own file');
  return { host, port, name, user, password: secret(password) };
}

export const storeOf = ({ etcd }: Inventory) =>
  etcdStore({ host: etcd.host, port: etcd.port, namespace: etcd.namespace });

export function sql(inventory: Inventory, text: string): Promise<Record<string, unknown>[]> {
  return withDatabase(addressOf(inventory), (database) => database.query(text));
}

/** Tables that a running cluster writes to by itself, or for each question to its API, whatever happens to it. */
const restless = ['agents', 'audit_logs', 'event_logs'];

/** What a session that baiup starts to prove something is called: it ends, and its rows stay. */
const ofProofs = 'baiup-proof-';

/** The whole database as sorted lines of SQL, without what a running cluster changes by itself, and without proofs. */
export async function dumpLines(inventory: Inventory): Promise<string[]> {
  const tools = await findPostgresPrograms({ wheels: wheelFolder });
  const skipped = restless.map((table) => `--exclude-table-data=public.${table}`);
  const argv = [tools.pgDump, '--format=plain', '--no-owner', ...skipped, inventory.database.name] as const;
  const { stdout } = await runTool(thisMachine, addressOf(inventory), [...argv]);
  return stdout
    .split('\n')
    .filter((line) => !/^\\(un)?restrict /.test(line) && !line.includes(ofProofs))
    .sort();
}

/** Keys and values of the namespace, without those that hang on a running process's lease. */
export async function etcdPairs(inventory: Inventory): Promise<Record<string, string>> {
  const { keys } = await storeOf(inventory).snapshotNamespace();
  const decoded = (text: string): string => Buffer.from(text, 'base64').toString();
  const lasting = keys.filter(({ volatile, key }) => !volatile && !decoded(key).includes('/nodes/'));
  return Object.fromEntries(lasting.map(({ key, value }) => [decoded(key), decoded(value)]));
}
