import type { HostBalancer } from '../../core/cluster/host-snapshot.ts';
import type { HostLook } from '../../io/hosts/host-look.ts';
import { balancersIn } from './survey/balancers-in.ts';

const toldOf = (text: string): readonly HostBalancer[] =>
  balancersIn(text).map(({ binds, ...each }) => ({ ports: binds.map(({ port }) => port), ...each }));

/** What a host's HAProxy stands in front of, as far as we may read its configuration; nothing where there is none. */
export const balancerLook: HostLook<readonly HostBalancer[]> = {
  script: 'cat /etc/haproxy/haproxy.cfg /etc/haproxy/conf.d/*.cfg',
  parse: toldOf,
};
