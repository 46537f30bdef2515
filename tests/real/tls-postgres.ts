import { copyFile, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { thisMachine } from '../../src/io/hosts/this-machine.ts';
import { waitFor } from '../../src/lib/wait.ts';
import type { Certified } from './authority.ts';

/** A PostgreSQL server of ours whose rules and certificate can be changed while it runs, at its data folder. */
export interface TlsPostgres {
  /** Rules of pg_hba.conf in the place of all others. */
  rules(...lines: readonly string[]): Promise<void>;
  /** The certificate that it shows from now on. */
  shows(certified: Certified): Promise<void>;
}

/**
 * @param set changes settings, while it still lets us in
 * @param ca whom it trusts
 */
export async function tlsPostgres(
  data: string,
  {
    set,
    ca,
    certified,
  }: {
    set: (settings: Record<string, string>) => Promise<void>;
    ca: string;
    certified: Certified;
  },
): Promise<TlsPostgres> {
  const reload = async (): Promise<void> => {
    const [pid] = (await readFile(join(data, 'postmaster.pid'), 'utf8')).split('\n');
    const log = join(data, '..', 'log');
    const seen = (await readFile(log, 'utf8').catch(() => '')).length;
    await thisMachine.signal([Number(pid)], 'SIGHUP');
    const heard = async () =>
      /reloading configuration files/.test((await readFile(log, 'utf8')).slice(seen)) || undefined;
    await waitFor(heard, { timeoutMs: 10_000, everyMs: 10, what: 'PostgreSQL to read its files' });
  };
  const put = async ({ cert, key }: Certified): Promise<void> => {
    await copyFile(cert, join(data, 'server.crt'));
    await writeFile(join(data, 'server.key'), await readFile(key), { mode: 0o600 });
  };
  await put(certified);
  await copyFile(ca, join(data, 'root.crt'));
  await set({ ssl: 'on', ssl_ca_file: 'root.crt', log_connections: 'off' });
  return {
    rules: async (...lines) => {
      await writeFile(join(data, 'pg_hba.conf'), `${lines.join('\n')}\n`);
      await reload();
    },
    shows: async (other) => {
      await put(other);
      await reload();
    },
  };
}
