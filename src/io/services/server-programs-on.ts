import { join } from 'node:path';
import { BaiupError, exitCode } from '../../lib/errors.ts';
import { type HostLook, lookAt } from '../hosts/host-look.ts';
import { perHost } from '../hosts/per-host.ts';
import type { HostReader } from '../hosts/port.ts';
import type { PostgresPrograms } from './postgres-programs.ts';
import { newestFirst } from './program-version.ts';

/** Programs of a host for servers of our own. */
export interface ServerPrograms {
  readonly postgres: PostgresPrograms;
  /** The path of etcd. */
  readonly etcd: string;
}

const numbers = (version: string): number[] => version.split('.').map(Number);

/** A whole PostgreSQL: server, tools no older than it, and uuid-ossp; where Debian has each version, and on PATH. */
const postgresLook: HostLook<PostgresPrograms | undefined> = {
  script: `
for postgres in /usr/lib/postgresql/*/bin/postgres /usr/pgsql-*/bin/postgres "$(command -v postgres)"; do
  folder=$(dirname "$(readlink -f "$postgres")")
  for name in postgres initdb pg_dump pg_restore; do [ -x "$folder/$name" ] || continue 2; done
  beside=\${folder%/bin}
  for shared in "$("$folder/pg_config" --sharedir)" "$beside/share/postgresql" "$beside/share" "/usr/share/\${beside#/usr/lib/}"; do
    [ -e "$shared/extension/uuid-ossp.control" ] || continue
    echo "$folder $("$folder/postgres" --version) $("$folder/pg_dump" --version)"
    break
  done
done`,
  parse: (printed) => {
    const found = printed.split('\n').flatMap((line): PostgresPrograms[] => {
      const versions = /^(\/\S*) postgres \(PostgreSQL\) ([\d.]+).* pg_dump \(PostgreSQL\) ([\d.]+)/.exec(
        line,
      );
      const [, folder = '', server = '', client = ''] = versions ?? [];
      if (!versions || Number.parseInt(client, 10) < Number.parseInt(server, 10)) return [];
      const at = (name: string): string => join(folder, name);
      const tools = { pgDump: at('pg_dump'), pgRestore: at('pg_restore'), clientVersion: numbers(client) };
      const own = { initdb: at('initdb'), postgres: at('postgres'), serverVersion: numbers(server) };
      return [{ source: 'installed', ...own, ...tools, areThere: true }];
    });
    return found.sort((a, b) => newestFirst(a.serverVersion, b.serverVersion))[0];
  },
};

const etcdLook: HostLook<string> = { script: 'command -v etcd', parse: (printed) => printed.trim() };

/** @throws BaiupError `postgres.missing`, `etcd.missing` (exit 2) */
export const serverProgramsOn = perHost(async (host: HostReader): Promise<ServerPrograms> => {
  const looks = { postgres: postgresLook, etcd: etcdLook };
  const { postgres, etcd } = await lookAt(host, looks, 60_000);
  const lacking = (code: string, what: string, packages: string): BaiupError =>
    new BaiupError(code, `${host.name} has no ${what}, which copies of the cluster need there`, {
      exit: exitCode.refused,
      left: 'nothing was changed',
      hint: `install there: ${packages}; or rehearse on another host, or on this machine`,
    });
  if (!postgres) {
    const what = 'complete PostgreSQL (server, pg_dump, uuid-ossp)';
    throw lacking('postgres.missing', what, 'postgresql and postgresql-contrib');
  }
  if (etcd === '') throw lacking('etcd.missing', 'etcd', 'etcd-server');
  return { postgres, etcd };
});
