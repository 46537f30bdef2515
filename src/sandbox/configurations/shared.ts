import { parseVersion } from '../../core/versions/parse-version.ts';
import { parseRange } from '../../core/versions/version-range.ts';
import type { Layout } from '../layout.ts';
import { portOf, type SandboxRecord } from '../record.ts';

/** What configurations are made of. */
export interface Ingredients {
  readonly layout: Layout;
  readonly record: SandboxRecord;
}

/** Keys that only releases of this range know, as in `parseRange`. */
export function keysIn<T extends object>({ version }: SandboxRecord, range: string, keys: T): T | object {
  return parseRange(range).has(parseVersion(version)) ? keys : {};
}

export const namespace = 'local';

export function address(port: number): { readonly host: string; readonly port: number } {
  return { host: '127.0.0.1', port };
}

export function etcdSection({ record }: Ingredients): object {
  return { namespace, addr: address(portOf(record, 'etcd')), user: '', password: '' };
}

/** What the proxies of a cluster have in common: whoever asks them shows the first. */
export function proxySecrets({ record }: Ingredients) {
  const { storageSecret: base } = record;
  return { api: `${base}-proxy`, jwt: `${base}-proxy-tokens`, permitHash: `${base}-proxy-permits` };
}

/** To standard output, which the service appends to its log. */
export const loggingSection = {
  level: 'INFO',
  drivers: ['console'],
  'pkg-ns': { '': 'WARNING', aiohttp: 'INFO', 'ai.backend': 'INFO' },
  console: { colored: false, format: 'verbose' },
};
