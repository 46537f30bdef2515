import { oneVersion, presentMembers } from '../../core/cluster/one-version.ts';
import { shortList } from '../../lib/short-list.ts';
import type { Check } from './check.ts';

/**
 * Reported if no target is named, or if no path leads there. Otherwise the plan brings all members to one version
 * first, and says so.
 */
export const versionsMixed: Check = {
  code: 'cluster.mixed-versions',
  find: ({ snapshot, hops }) => {
    const present = presentMembers(snapshot);
    if (present.length === 0 || oneVersion(snapshot) !== undefined || hops.length > 0) return [];
    const all = present.every(({ version }) => version !== undefined);
    const groups = [...Map.groupBy(present, ({ version }) => version)];
    const each = groups.map(([version, members]) => {
      const named = members.map(({ id, host }) => `${id} on ${host}`);
      return `${shortList(named)} ${version === undefined ? 'without one' : `at ${version}`}`;
    });
    const mixed = groups.flatMap(([, [one]]) => (one ? [`${one.id}=${one.version}`] : [])).join(',');
    return [
      {
        code: 'cluster.mixed-versions',
        severity: 'blocker',
        subject: snapshot.cluster,
        summary: `the members have different versions: ${each.join('; ')}`,
        hint: all
          ? `baiup plan TO brings all to one version first; the way: baiup path --from-mixed ${mixed} TO`
          : 'first install those that have no version',
        source: "vendor's page: retain a single version across every part of the cluster",
      },
    ];
  },
};
