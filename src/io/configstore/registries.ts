import { type Field, type KeyPair, keysOf, nested, pairOf } from '../../core/cluster/registry-fields.ts';
import type { RegistryTrouble } from '../../core/cluster/registry-trouble.ts';
import { registryTroubles } from '../../core/cluster/registry-troubles.ts';
import type { RegistrySnapshot } from '../../core/cluster/snapshot.ts';

/** Without a slash at its end: the revision reads, and deletes, all that begins so. */
export const registriesPrefix = 'config/docker/registry';

function beside(keys: readonly string[]): RegistryTrouble {
  const what = `lies beside the registries (${keys.join(', ')}): the migration takes it for one, and deletes it at its end`;
  return { kind: 'keys', what, removes: keys };
}

function registry(host: string, field: Field): RegistrySnapshot {
  const keys = keysOf(field);
  const of = (name: string) => (field instanceof Map ? pairOf(field.get(name)) : undefined)?.value;
  const url = pairOf(field)?.value ?? of('');
  const projects = (of('project') ?? '').split(',').map((project) => project.trim());
  // Of one that is spelt in two ways, the vendor reads this last.
  const [key = ''] = (keys.at(-1) ?? '').match(/^config\/docker\/registry[^/]*(\/[^/]*)?/) ?? [];
  return {
    host,
    ...(url === undefined ? {} : { url }),
    type: of('type') || 'docker',
    projects: projects.filter((project) => project !== ''),
    key,
    keys,
    troubles: key.startsWith(`${registriesPrefix}/`) ? registryTroubles(host, field) : [beside(keys)],
  };
}

/**
 * Registries out of keys that begin with `config/docker/registry`. Hosts are URL-quoted in keys (a port's colon is
 * %3A). Source: revision 1d42c726d8a3, which reads them last.
 */
export function parseRegistries(pairs: readonly KeyPair[]): RegistrySnapshot[] {
  const below = pairs.filter(({ key }) => key.startsWith(registriesPrefix));
  return [...nested(registriesPrefix, below)].map(([host, field]) => registry(host, field));
}
