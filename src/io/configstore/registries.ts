/** A container registry as lines before 24.09 keep it in etcd. */
export interface Registry {
  /** As the vendor shows it: `cr.backend.ai`, `registry.example.org:5000`. */
  readonly host: string;
  readonly url?: string;
  /** `docker` where nothing is said, as the vendor's reader has it. */
  readonly type: string;
  /** None where the key is missing or empty. */
  readonly projects: readonly string[];
  /** The key, within the namespace, that holds the projects: what a fix puts. */
  readonly projectKey: string;
}

export const registriesPrefix = 'config/docker/registry/';

/**
 * Registries out of keys below `config/docker/registry/`. Hosts are URL-quoted in keys (a port's colon is %3A).
 * Source: `make_dict_from_pairs` of the vendor's etcd client, and revision 1d42c726d8a3, which reads them last.
 */
export function parseRegistries(
  pairs: readonly { readonly key: string; readonly value: string }[],
): Registry[] {
  const found = new Map<string, Map<string, string>>();
  for (const { key, value } of pairs) {
    if (!key.startsWith(registriesPrefix)) continue;
    const [quoted = '', ...rest] = key.slice(registriesPrefix.length).split('/');
    if (quoted === '') continue;
    const fields = found.get(quoted) ?? new Map<string, string>();
    found.set(quoted, fields.set(rest.map(unquote).join('/'), value));
  }
  return [...found].map(([quoted, fields]) => {
    const url = fields.get('');
    const projects = (fields.get('project') ?? '').split(',').map((project) => project.trim());
    return {
      host: unquote(quoted),
      ...(url === undefined ? {} : { url }),
      type: fields.get('type') ?? 'docker',
      projects: projects.filter((project) => project !== ''),
      projectKey: `${registriesPrefix}${quoted}/project`,
    };
  });
}

/**
 * Whether the move to the database at 24.09 aborts on this registry: only a local one, and Docker Hub, may go
 * without a project. Source: `migrate_data_etcd_to_psql` in revision 1d42c726d8a3.
 */
export function lacksProject(registry: Registry): boolean {
  if (registry.projects.length > 0 || registry.type === 'local') return false;
  return !(registry.type === 'docker' && registry.host === 'index.docker.io');
}

function unquote(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
