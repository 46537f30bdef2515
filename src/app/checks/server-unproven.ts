import { type DeclaredTls, withFiles } from '../../core/cluster/server-tls.ts';
import type { Check } from './check.ts';

const code = 'server.unproven';

/** Encrypted for whoever answers: somebody in between would see all of it, and nobody would notice. */
export const serverUnproven: Check = {
  stands: true,
  code,
  find: ({ inventory: { database, etcd, components } }) => {
    const servers: readonly (readonly [string, string, DeclaredTls | undefined])[] = [
      ['database.tls', `PostgreSQL at ${database.host}:${database.port}`, database.tls],
      ['etcd.tls', `etcd at ${etcd.host}:${etcd.port}`, etcd.tls],
      ...components.flatMap(({ id, database: own }) =>
        own ? [[`database.tls of ${id}`, `PostgreSQL at ${own.host}:${own.port}`, own.tls] as const] : [],
      ),
    ];
    return servers.flatMap(([key, server, tls]) =>
      tls === undefined || withFiles(tls).mode !== 'require'
        ? []
        : [
            {
              code,
              severity: 'info' as const,
              subject: key,
              summary: `${key} is require: connections to ${server} are encrypted, and nothing proves who answers`,
              hint: `write ${key} in cluster.yaml as { mode: verify, ca: FILE }`,
            },
          ],
    );
  },
};
