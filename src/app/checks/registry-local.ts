import type { RegistrySnapshot } from '../../core/cluster/snapshot.ts';
import type { Check, CheckInput } from './check.ts';
import { deletion, movedAt, registryFinding, removal } from './registry-fix.ts';

const code = 'etcd.registry-local';

/** How many rows the migration makes of a registry. */
const rows = ({ projects }: RegistrySnapshot): number => Math.max(1, projects.length);

/** Local registries in the migration's way: several rows of that type, or nothing but one without a project. */
function inTheWay(input: CheckInput): { registries: readonly RegistrySnapshot[]; what: string } {
  const to = movedAt(input);
  const { registries } = input.snapshot;
  const local = registries.filter(({ type }) => type === 'local');
  // 24.09.0 has no row of its own for images whose registry is not known.
  if (to === undefined || to === '24.09.0' || local.length === 0) return { registries: [], what: '' };
  if (local.reduce((sum, each) => sum + rows(each), 0) > 1) {
    return { registries: local, what: 'are more than one registry of type local, by their projects' };
  }
  const isAlone = local.length === registries.length && local.every(({ projects }) => projects.length === 0);
  return isAlone
    ? { registries: local, what: 'is the only registry, local and without a project' }
    : { registries: [], what: '' };
}

/** From 24.09.1 on the migration (revision 1d42c726d8a3) makes a local registry itself, and fails on most of those there are. */
export const registryLocal: Check = {
  code,
  find: (input) => {
    const { registries, what } = inTheWay(input);
    if (registries.length === 0) return [];
    const hosts = registries.map(({ host }) => host).join(', ');
    return [
      registryFinding(
        code,
        hosts,
        `${hosts} in etcd ${what}; the 24.09 migration fails on that, and makes a local registry itself where none is there`,
        deletion(registries.flatMap(({ keys }) => keys)),
      ),
    ];
  },
  fix: {
    make: (input) => {
      const { registries } = inTheWay(input);
      const { subjects: _one, ...fix } = removal.of(registries);
      return { ...fix, does: `${fix.does}; the migration makes a local registry itself` };
    },
  },
};
