import type { LabHost } from './hosts.ts';
import { ports } from './ports.ts';
import { addressesOf, addressOf, type Lab } from './record.ts';
import type { HostFiles } from './root.ts';

/** PostgreSQL, Redis and etcd as their packages lay them out, each on the vendor's port. */
function databaseFiles(lab: Lab, host: LabHost, postgres: string): HostFiles {
  const { record } = lab;
  const cluster = `/etc/postgresql/${postgres}/main`;
  const settings = [
    ...["listen_addresses = '*'", `port = ${ports.postgres}`, 'lock_timeout = 60000'],
    'idle_in_transaction_session_timeout = 60000',
    // What is here may be lost when the machine dies.
    ...['fsync = off', 'synchronous_commit = off', 'full_page_writes = off'],
  ];
  const access = [
    ...['local all all peer', 'host all all 127.0.0.1/32 scram-sha-256'],
    `host all all 198.19.${record.network}.0/24 scram-sha-256`,
  ];
  const redis = [`bind * `, 'protected-mode no', `port ${ports.redis}`, 'save ""', 'dir /var/lib/redis'];
  const client = `http://${addressOf(record, host)}:${ports.etcd}`;
  const etcd = [
    ...[
      'ETCD_NAME=lab',
      'ETCD_DATA_DIR=/var/lib/etcd/lab',
      `ETCD_LISTEN_CLIENT_URLS=http://0.0.0.0:${ports.etcd}`,
    ],
    `ETCD_ADVERTISE_CLIENT_URLS=${client}`,
  ];
  const lines = (text: readonly string[]) => ({ content: `${text.join('\n')}\n` });
  const dump =
    '[Service]\nType=oneshot\nUser=postgres\nExecStart=/bin/sh -c "pg_dumpall > /var/lib/postgresql/all.sql"\n';
  return {
    [`${cluster}/conf.d/lab.conf`]: lines(settings),
    [`${cluster}/pg_hba.conf`]: lines(access),
    '/etc/redis/redis.conf': lines(redis),
    '/etc/default/etcd': lines(etcd),
    '/etc/systemd/system/dump-postgres.service': { content: dump },
    '/etc/systemd/system/dump-postgres.timer': {
      content: '[Timer]\nOnCalendar=*-*-* 04:00:00\n\n[Install]\nWantedBy=timers.target\n',
    },
  };
}

/** All managers behind one address; connections that are idle for five minutes are cut. */
function balancerFile(lab: Lab): HostFiles {
  const managers = addressesOf(lab, ({ members }) =>
    members.some(({ component }) => component === 'manager'),
  );
  const servers = managers.map(
    (address, index) => `  server m${index + 1} ${address}:${ports.manager} check inter 1s`,
  );
  const content = [
    ...['global', '  daemon', 'defaults', '  mode http', '  timeout connect 5s', '  timeout client 5m'],
    ...['  timeout server 5m', 'frontend api', `  bind *:${ports.balancer}`, '  default_backend managers'],
    ...['backend managers', '  balance roundrobin', '  option httpchk GET /', ...servers, ''],
  ].join('\n');
  return { '/etc/haproxy/haproxy.cfg': { content } };
}

/** @param postgres the major version that the hosts have */
export function serverFiles(lab: Lab, host: LabHost, postgres: string): HostFiles {
  return {
    ...(host.isDatabase ? databaseFiles(lab, host, postgres) : {}),
    ...(host.isBalancer ? balancerFile(lab) : {}),
  };
}

export function serverUnits({ isDatabase, isBalancer }: LabHost): readonly string[] {
  return [
    ...(isDatabase ? ['postgresql', 'redis-server', 'etcd', 'dump-postgres.timer'] : []),
    ...(isBalancer ? ['haproxy'] : []),
  ];
}
