import { oneVersion, presentMembers } from '../../core/cluster/one-version.ts';
import type { Check } from './check.ts';

export const versionsMixed: Check = {
  code: 'cluster.mixed-versions',
  find: ({ snapshot }) => {
    if (oneVersion(snapshot) !== undefined) return [];
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
            ? `bring all to one version first; the way: baiup path --from-mixed ${versioned.join(',')} TO`
            : 'bring all to one version first',
        source: "vendor's page: retain a single version across every part of the cluster",
      },
    ];
  },
};
