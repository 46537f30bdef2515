import { oneVersion, presentMembers } from '../../core/cluster/one-version.ts';
import type { Check } from './check.ts';

/** Found where no way is asked for, or none is found: else the way brings all to one version first, and says so. */
export const versionsMixed: Check = {
  code: 'cluster.mixed-versions',
  find: ({ snapshot, hops }) => {
    if (oneVersion(snapshot) !== undefined || hops.length > 0) return [];
    const present = presentMembers(snapshot);
    const each = present.map(({ id, version }) => `${id} ${version ?? 'none'}`).join(', ');
    const versioned = present.flatMap(({ id, version }) => (version ? [`${id}=${version}`] : []));
    return [
      {
        code: 'cluster.mixed-versions',
        severity: 'blocker',
        subject: snapshot.cluster,
        summary: `the components have different versions: ${each}`,
        hint:
          versioned.length === present.length
            ? `baiup plan TO brings all to one version first; the way: baiup path --from-mixed ${versioned.join(',')} TO`
            : 'install those that have none first',
        source: "vendor's page: retain a single version across every part of the cluster",
      },
    ];
  },
};
