import type { RegistrySnapshot } from '../cluster/snapshot.ts';
import type { Census } from './census.ts';
import { registries } from './kinds.ts';

/** Lines before 24.09 keep container registries in etcd: there they are counted where the database has no table of them. */
export function withRegistries(
  census: Census,
  found: readonly Pick<RegistrySnapshot, 'host' | 'type' | 'projects'>[],
): Census {
  if (census.kinds[registries]) return census;
  const rows = Object.fromEntries(
    found.map(({ host, type, projects }) => [host, { type, projects: [...new Set(projects)].sort() }]),
  );
  return { ...census, kinds: { ...census.kinds, [registries]: { count: found.length, rows } } };
}
