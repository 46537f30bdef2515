import type { HostLook } from '../hosts/host-look.ts';

/** The configuration of a host's HAProxy, as far as we may read it; empty where there is none. */
export const balancerLook: HostLook<string> = {
  script: 'cat /etc/haproxy/haproxy.cfg /etc/haproxy/conf.d/*.cfg',
  parse: (printed) => printed,
};
