import type { NetAddress } from '../../../io/hosts/network-port.ts';

/** What HAProxy listens on, and what stands behind. */
export interface Balancer {
  readonly binds: readonly (NetAddress & { readonly isTls: boolean })[];
  readonly servers: readonly NetAddress[];
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

/** Each frontend of an HAProxy configuration with the servers of its backends. */
export function balancersIn(text: string): Balancer[] {
  const sections = sectionsIn(text);
  const serversOf = (section: Section) =>
    linesOf(section, 'server').flatMap(([, address = '']) => addressOf(address) ?? []);
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
    return [{ binds, servers: [...serversOf(section), ...behind] }];
  });
}
