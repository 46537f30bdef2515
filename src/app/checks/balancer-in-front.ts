import type { HostBalancer } from '../../core/cluster/host-snapshot.ts';
import type { Member } from '../../core/cluster/inventory.ts';
import { shortList } from '../../lib/short-list.ts';
import type { Check, CheckInput } from './check.ts';

const code = 'balancer.in-front';

const loopback = /^(localhost|127\.[\d.]+|::1)$/;

/** A member by all names that a balancer of a host may have for it. */
function isMember(
  { host, endpoint }: Member,
  { inventory: { hosts }, snapshot }: Pick<CheckInput, 'inventory' | 'snapshot'>,
  server: HostBalancer['servers'][number],
  on: string,
): boolean {
  if (server.port !== endpoint.port) return false;
  if (loopback.test(server.host)) return host === on;
  const ssh = hosts[host]?.ssh?.replace(/^.*@/, '');
  const { addresses = [] } = snapshot.hosts.find(({ name }) => name === host) ?? {};
  return [endpoint.host, host, ssh, ...addresses].includes(server.host);
}

/** Who is behind a balancer does not answer itself: what users see meanwhile is the balancer's. */
export const balancerInFront: Check = {
  code,
  find: ({ inventory, snapshot }) => {
    const { components, api } = inventory;
    const found = snapshot.hosts.flatMap(({ name, balancers = [] }) =>
      balancers.flatMap(({ ports, servers }) => {
        const behind = components.filter((member) =>
          servers.some((server) => isMember(member, { inventory, snapshot }, server, name)),
        );
        return behind.length === 0 ? [] : [{ name, ports, ids: behind.map(({ id }) => id) }];
      }),
    );
    const told = found.map(({ name, ports, ids }) => ({
      code,
      severity: 'info' as const,
      subject: name,
      summary: `HAProxy on ${name} (port ${ports.join(', ')}) stands in front of ${shortList(ids)}: while they are stopped it answers in their place`,
    }));
    const url = URL.parse(api.url);
    const port = Number(url?.port || (url?.protocol === 'https:' ? 443 : 80));
    const managers = components.filter(({ component }) => component === 'manager');
    const isOwn = managers.some(({ endpoint }) => endpoint.port === port && endpoint.host === url?.hostname);
    if (isOwn || managers.length === 0 || found.some(({ ports }) => ports.includes(port))) return told;
    // One manager by another of its names: nothing stands in between.
    if (managers.length === 1 && managers[0]?.endpoint.port === port) return told;
    const summary = `${api.url} is no manager's own endpoint, and no host of cluster.yaml has a balancer there: what stands in front of the managers is not known`;
    return [...told, { code, severity: 'info' as const, subject: api.url, summary }];
  },
};
