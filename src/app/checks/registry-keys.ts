import type { RegistrySnapshot } from '../../core/cluster/snapshot.ts';
import type { Check, CheckInput } from './check.ts';
import { deletion, movedAt, registryFinding } from './registry-fix.ts';

const code = 'etcd.registry-keys';

const strange = ({ troubles }: RegistrySnapshot) => troubles.filter(({ kind }) => kind === 'keys');

const found = (input: CheckInput): readonly RegistrySnapshot[] =>
  movedAt(input) === undefined ? [] : input.snapshot.registries.filter((each) => strange(each).length > 0);

function editsOf(registries: readonly RegistrySnapshot[]) {
  const troubles = registries.flatMap(strange);
  const removes = [...new Set(troubles.flatMap((each) => each.removes ?? []))];
  return {
    puts: troubles.flatMap(({ puts = [] }) => puts).filter(({ key }) => !removes.includes(key)),
    removes,
  };
}

function typed(registry: RegistrySnapshot): string {
  const { puts, removes } = editsOf([registry]);
  const put = puts.map(({ key, value }) => `backend.ai mgr etcd put ${key} ${value}`);
  return [...put, ...(removes.length > 0 ? [deletion(removes)] : [])].join('; ');
}

/** The 24.09 migration reads each key of a registry, and fails where one is not as it takes it (revision 1d42c726d8a3). */
export const registryKeys: Check = {
  code,
  find: (input) =>
    found(input).map((registry) =>
      registryFinding(
        code,
        registry.host || 'config/docker/registry',
        `the registry ${registry.host} in etcd ${strange(registry)
          .map(({ what }) => what)
          .join('; ')}; the 24.09 migration fails on it`,
        typed(registry),
      ),
    ),
  fix: {
    make: (input) => ({
      kind: 'etcd',
      does: 'leaves each of these keys as the release in use reads it already',
      ...editsOf(found(input)),
    }),
  },
};
