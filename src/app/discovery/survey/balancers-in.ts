import type { HostBalancer } from '../../../core/cluster/host-snapshot.ts';
import type { HostLook } from '../../../io/hosts/host-look.ts';
import type { NetAddress } from '../../../io/hosts/network-port.ts';

/** What HAProxy listens on, and what stands behind. */
export interface Balancer {
  readonly binds: readonly (NetAddress & { readonly isTls: boolean })[];
  readonly servers: readonly NetAddress[];
  /** Seconds after which it cuts a connection on which nothing is said; undefined where it does not. */
  readonly idleSeconds?: number;
}

interface Section {
  readonly kind: string;
  readonly name: string;
  readonly lines: string[][];
}

function sectionsIn(text: string): Section[] {
  const sections: Section[] = [];
  for (const line of text.split('\n')) {
    const words = line
      .replace(/(^|\s)#.*$/, '')
      .trim()
      .split(/\s+/);
    const [first = '', name = ''] = words;
    if (/^(frontend|listen|backend|defaults|global)$/.test(first))
      sections.push({ kind: first, name, lines: [] });
    else if (first !== '') sections.at(-1)?.lines.push(words);
  }
  return sections;
}

const linesOf = ({ lines }: Section, keyword: string): string[][] =>
  lines.flatMap(([first, ...rest]) => (first === keyword ? [rest] : []));

function addressOf(text: string): NetAddress | undefined {
  const [, host = '', port = ''] = /^(?:ipv4@|ipv6@)?\[?([^\]]*?)\]?:(\d+)$/.exec(text) ?? [];
  return port === '' ? undefined : { host, port: Number(port) };
}

const units: Readonly<Record<string, number>> = { us: 1e-6, ms: 1e-3, s: 1, m: 60, h: 3600, d: 86_400 };

/** "5m" in seconds; a number alone is milliseconds. */
function secondsIn(text: string): number | undefined {
  const [, count, unit = 'ms'] = /^(\d+)(us|ms|s|m|h|d)?$/.exec(text) ?? [];
  return count === undefined ? undefined : Number(count) * (units[unit] ?? 0);
}

/** The shorter of what the two sides may be silent for; a section's own words win over the defaults before it. */
function idleIn(sections: readonly Section[]): number | undefined {
  const of = (side: string) =>
    sections.flatMap((section) => linesOf(section, 'timeout')).findLast(([which]) => which === side)?.[1];
  const found = ['client', 'server'].flatMap((side) => secondsIn(of(side) ?? '') ?? []);
  return found.length === 0 ? undefined : Math.min(...found);
}

/** Each frontend of an HAProxy configuration with the servers of its backends. */
export function balancersIn(text: string): Balancer[] {
  const sections = sectionsIn(text);
  const serversOf = (section: Section) =>
    linesOf(section, 'server').flatMap(([, address = '']) => addressOf(address) ?? []);
  const idleOf = (section: Section): number | undefined => {
    const earlier = sections.slice(0, sections.indexOf(section));
    const names = [...linesOf(section, 'default_backend'), ...linesOf(section, 'use_backend')].flat();
    const behind = sections.filter(({ kind, name }) => kind === 'backend' && names.includes(name));
    return idleIn([...earlier.filter(({ kind }) => kind === 'defaults'), section, ...behind]);
  };
  const backends = new Map(
    sections.filter(({ kind }) => kind === 'backend').map((each) => [each.name, serversOf(each)]),
  );
  return sections.flatMap((section) => {
    if (section.kind !== 'frontend' && section.kind !== 'listen') return [];
    const binds = linesOf(section, 'bind').flatMap(([addresses = '', ...options]) =>
      addresses.split(',').flatMap((each) => {
        const address = addressOf(each);
        return address ? [{ ...address, isTls: options.includes('ssl') }] : [];
      }),
    );
    const named = [...linesOf(section, 'default_backend'), ...linesOf(section, 'use_backend')];
    const behind = named.flatMap(([name = '']) => backends.get(name) ?? []);
    const idleSeconds = idleOf(section);
    return [
      {
        binds,
        servers: [...serversOf(section), ...behind],
        ...(idleSeconds === undefined ? {} : { idleSeconds }),
      },
    ];
  });
}

/** What a host's HAProxy stands in front of, as far as we may read its configuration; nothing where there is none. */
export const balancerLook: HostLook<readonly HostBalancer[]> = {
  script: 'cat /etc/haproxy/haproxy.cfg /etc/haproxy/conf.d/*.cfg',
  parse: (text) =>
    balancersIn(text).map(({ binds, ...each }) => ({ ports: binds.map(({ port }) => port), ...each })),
};
