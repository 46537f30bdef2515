import { onHost } from '../../core/cluster/on-host.ts';
import type { Check } from './check.ts';

const code = 'database.balanced';

/** Seconds that one statement of a migration may well take. */
const longest = 3600;

/** A balancer cuts connections on which nothing is said, and a long statement of a migration says nothing. */
export const databaseBalanced: Check = {
  code,
  find: ({ inventory: { database, hosts, components }, snapshot, hops }) =>
    snapshot.hosts.flatMap(({ name, balancers = [] }) => {
      const ssh = hosts[name]?.ssh?.replace(/^.*@/, '');
      const endpoints = onHost(components, name).map(({ endpoint }) => endpoint.host);
      if (![name, ssh, ...endpoints].includes(database.host)) return [];
      return balancers
        .filter(({ ports }) => ports.includes(database.port))
        .flatMap(({ idleSeconds }) =>
          idleSeconds === undefined || idleSeconds >= longest || hops.length === 0
            ? []
            : [
                {
                  code,
                  severity: 'warning' as const,
                  subject: name,
                  summary: `PostgreSQL is reached through HAProxy on ${name}, which cuts a connection after ${idleSeconds} s in which nothing is said: a statement of a migration that takes longer is lost`,
                  hint: `name PostgreSQL's own address under database in cluster.yaml, or raise timeout client and timeout server on ${name}; accepted, a migration that is cut is taken back: --accept ${code}`,
                },
              ],
        );
    }),
};
