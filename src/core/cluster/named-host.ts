import { usageError } from '../../lib/errors.ts';
import type { DeclaredHost } from './inventory.ts';

/** A host as it is typed, with a name for it in cluster.yaml. */
export interface NamedHost {
  readonly name: string;
  readonly declared: DeclaredHost;
}

const wrong = (text: string) =>
  usageError(
    'init.host-wrong',
    `--host ${text} is not what one types after ssh`,
    'like bai@10.0.0.1, bai@10.0.0.1:2222 or a name of ~/.ssh/config; local is this machine',
  );

/** `USER@HOST`, `HOST`, `USER@HOST:PORT`, or `local` for this machine. */
function parse(text: string): { readonly host: string; readonly declared: DeclaredHost } {
  if (text === 'local') return { host: 'local', declared: { transport: 'local' } };
  const bare = text.replace(/^ssh:\/\//, '');
  const [, user = '', host = '', port] =
    /^([^\s@]+@)?(\[[^\]\s]+\]|[^\s:@]+|[0-9a-f:]{3,})(?::(\d+))?$/i.exec(bare) ?? [];
  const number = port === undefined ? undefined : Number(port);
  if (host === '' || bare.startsWith('-') || (number !== undefined && (number < 1 || number > 65_535)))
    throw wrong(text);
  const plain = host.replace(/^\[|\]$/g, '');
  return {
    host: plain,
    declared: { ssh: `${user}${plain}`, ...(number === undefined ? {} : { port: number }) },
  };
}

/** The first label of a name, where it is one. */
const short = (host: string): string => (/^[\d.]+$|:/.test(host) ? host : (host.split('.')[0] ?? host));

/**
 * Hosts as they are typed, each with a short name that no other one has.
 * @param taken names that are used already
 * @throws BaiupError `init.host-wrong`
 */
export function namedHosts(
  texts: readonly string[],
  taken: ReadonlyMap<string, DeclaredHost> = new Map(),
): NamedHost[] {
  const known = new Map(taken);
  return texts.flatMap((text) => {
    const { host, declared } = parse(text);
    const same = [...known].find(([, each]) => each.ssh === declared.ssh && each.port === declared.port);
    if (same && taken.has(same[0])) return [{ name: same[0], declared: same[1] }];
    if (same) return [];
    let name = known.has(short(host)) ? host : short(host);
    for (let number = 2; known.has(name); number += 1) name = `${host}-${number}`;
    known.set(name, declared);
    return [{ name, declared }];
  });
}
