import { join } from 'node:path';
import { BaiupError } from '../../lib/errors.ts';
import { type HostLook, lookAt } from '../hosts/host-look.ts';
import { perHost } from '../hosts/per-host.ts';
import type { HostReader } from '../hosts/port.ts';
import type { DatabaseTools } from './tool.ts';

/** Where Debian has each version, then PATH; the newest that has both programs. */
const look: HostLook<DatabaseTools | undefined> = {
  script: `
for dump in /usr/lib/postgresql/*/bin/pg_dump /usr/pgsql-*/bin/pg_dump "$(command -v pg_dump)"; do
  folder=$(dirname "$(readlink -f "$dump")")
  [ -x "$folder/pg_dump" ] && [ -x "$folder/pg_restore" ] && echo "$folder $("$folder/pg_dump" --version)"
done`,
  parse: (printed) => {
    const found = printed.split('\n').flatMap((line) => {
      const [, folder, version] = /^(\/.*) pg_dump \(PostgreSQL\) ([\d.]+)/.exec(line) ?? [];
      return folder && version ? [{ folder, version: version.split('.').map(Number) }] : [];
    });
    const [best] = found.sort((one, other) => (other.version[0] ?? 0) - (one.version[0] ?? 0));
    if (!best) return undefined;
    const [pgDump, pgRestore] = [join(best.folder, 'pg_dump'), join(best.folder, 'pg_restore')];
    return { pgDump, pgRestore, clientVersion: best.version, areThere: true };
  },
};

/** The programs of PostgreSQL that dump and restore on a host. @throws BaiupError `postgres.tools-missing` */
export const toolsOn = perHost(async (host: HostReader): Promise<DatabaseTools> => {
  const { tools } = await lookAt(host, { tools: look }, 60_000);
  if (tools) return tools;
  throw new BaiupError('postgres.tools-missing', `${host.name} has no pg_dump and pg_restore that run`, {
    hint: `install the client tools of PostgreSQL there (package postgresql-client), or take "tools" out of "database" in cluster.yaml`,
    left: 'nothing was changed',
  });
});
