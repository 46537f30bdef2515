import { dirname } from 'node:path';
import { changeInOneTransaction } from '../../io/database/change.ts';
import type { Host } from '../../io/hosts/port.ts';
import { newRunId } from '../../io/journal/run-file.ts';
import { copyPython } from '../../io/python/copy-python.ts';
import { BaiupError } from '../../lib/errors.ts';
import type { Fix } from '../checks/fix.ts';
import { operator } from '../engine/operator.ts';
import type { Cluster } from './open-cluster.ts';

async function onHosts(
  host: (name: string) => Host,
  { files, commands }: Extract<Fix, { kind: 'host' }>,
): Promise<void> {
  for (const { host: name, path, content } of files) {
    const root = host(name).asRoot();
    await root.makeFolder(dirname(path));
    await root.run({ argv: ['chmod', '755', '--', dirname(path)], timeoutMs: 10_000 });
    await root.writeText(path, content, 0o644);
  }
  for (const { host: name, argv } of commands)
    await host(name)
      .asRoot()
      .run({ argv: [...argv], timeoutMs: 90_000 });
}

/** Does what a fix says: the only place that does. */
async function carryOut(
  { address, store, here }: Cluster,
  fix: Fix,
  host: (name: string) => Host,
): Promise<void> {
  switch (fix.kind) {
    case 'sql':
      return changeInOneTransaction(address, fix.statements);
    case 'etcd':
      return store.edit({ puts: fix.puts, removes: fix.removes ?? [] });
    case 'host':
      return onHosts(host, fix);
    case 'python':
      for (const { host: from, to, python } of fix.copies)
        await copyPython({ from: from === undefined ? here : host(from), to: host(to), here, python });
      return;
    default:
      return fix satisfies never;
  }
}

/** An error of a later fix, with what the earlier ones did. */
function after(done: readonly Fix[], error: BaiupError): BaiupError {
  const { code, message, hint, exit, findings } = error;
  const left = `this is done and stays: it ${done.map(({ does }) => does).join('; it ')}`;
  return new BaiupError(code, message, { left, exit, findings, cause: error, ...(hint ? { hint } : {}) });
}

/**
 * Carries out fixes under the cluster's lock, so that nobody else changes the cluster meanwhile.
 * @throws BaiupError `cluster.locked` while a run is under way; `database.changed-otherwise`, `database.*`, `etcd.*`
 */
export async function carryOutFixes(cluster: Cluster, fixes: readonly Fix[]): Promise<void> {
  const why = 'baiup check --fix';
  const id = newRunId();
  const lock = await cluster.lock.hold({ run: 'fix', id, what: 'fix', who: operator(), why });
  const { host } = cluster.stepContext({ id, folder: '' }, {}, lock.turn);
  const done: Fix[] = [];
  try {
    for (const fix of fixes) {
      await carryOut(cluster, fix, host);
      done.push(fix);
    }
  } catch (error) {
    throw done.length > 0 && error instanceof BaiupError ? after(done, error) : error;
  } finally {
    await lock.free();
  }
}
