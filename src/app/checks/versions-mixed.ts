import { oneVersion } from '../../core/cluster/one-version.ts';
import type { Check } from './check.ts';

export const versionsMixed: Check = {
  code: 'cluster.mixed-versions',
  find: ({ snapshot }) => {
    if (oneVersion(snapshot) !== undefined) return [];
    const each = snapshot.components.map(({ id, version }) => `${id} ${version ?? 'none'}`).join(', ');
    const versioned = snapshot.components.flatMap(({ id, version }) => (version ? [`${id}=${version}`] : []));
    return [
      {
        code: 'cluster.mixed-versions',
        severity: 'blocker',
        subject: snapshot.cluster,
        summary: `the components have different versions: ${each}`,
        hint:
          versioned.length === snapshot.components.length
            ? `bring all to one version first; the way: baiup path --from-mixed ${versioned.join(',')} TO`
            : 'bring all to one version first',
        source: "vendor's page: retain a single version across every part of the cluster",
      },
    ];
  },
};
