import type { ConfigStore } from '../../src/io/configstore/port.ts';

const prefix = 'config/docker/registry';

/** What lines before 24.09 keep in etcd: two registries, each with a project, and what else a manager looks for. */
const values: Readonly<Record<string, string>> = {
  [`${prefix}/registry.example`]: 'https://registry.example',
  [`${prefix}/registry.example/type`]: 'harbor2',
  [`${prefix}/registry.example/project`]: 'stable,community',
  [`${prefix}/registry.example/username`]: 'reader',
  [`${prefix}/registry.example/ssl_verify`]: 'false',
  [`${prefix}/mirror.example%3A5000`]: 'https://mirror.example:5000',
  [`${prefix}/mirror.example%3A5000/type`]: 'docker',
  [`${prefix}/mirror.example%3A5000/project`]: 'library',
  'config/docker/image/auto_pull': 'digest',
  'config/redis/addr': '127.0.0.1:6379',
  'volumes/default_host': 'local:volume1',
};

export async function putRegistries(store: ConfigStore): Promise<void> {
  for (const [key, value] of Object.entries(values)) await store.put(key, value);
}
