import type { Catalog } from '../../core/catalog/catalog.ts';
import type { Release } from '../../core/catalog/release.ts';
import type { ClusterSnapshot, OwnDatabaseSnapshot } from '../../core/cluster/snapshot.ts';
import { proxyRoute } from '../../core/schema/proxy-route.ts';
import type { Version } from '../../core/versions/version.ts';
import { hostInUrl } from '../../lib/host-in-url.ts';
import type { Capture } from './capture-of.ts';
import type { HopMember, OwnDraft } from './draft.ts';
import { isVisited } from './others-steps.ts';
import { plannedRoute } from './planned-route.ts';

type Input = {
  readonly snapshot: Pick<ClusterSnapshot, 'ownDatabases' | 'components'>;
  readonly catalog: Catalog;
};

/**
 * What each outage does to members' own databases. An outage migrates one in a single leg, with the program of its last
 * release.
 */
export function ownDrafts({ snapshot, catalog }: Input, capture: Pick<Capture, 'own'>) {
  const rows = new Map(snapshot.ownDatabases.map(({ member, revisions }) => [member, revisions]));

  const draftOf = (
    { member: id, members, name, others }: OwnDatabaseSnapshot,
    hopMembers: readonly HopMember[],
    from: Version,
    to: Release,
  ): OwnDraft[] => {
    const sharing = hopMembers.filter(({ member }) => members.includes(member.id));
    const member = sharing.find((each) => each.member.id === id);
    const head = to.proxySchema?.heads[0];
    if (!member?.inTarget || head === undefined) return [];
    const revisionsBefore = rows.get(id) ?? [];
    rows.set(id, [head]);
    const route = plannedRoute(proxyRoute(revisionsBefore, catalog.find(from), to));
    const { host, port } = member.member.endpoint;
    const isTls = snapshot.components.some((each) => each.id === id && each.tls);
    const address = `${isTls ? 'https' : 'http'}://${hostInUrl(host)}:${port}`;
    const aside = capture.own.has(id);
    const visited = isVisited(others);
    return [
      {
        member,
        sharing,
        aside,
        visited,
        address,
        name,
        isNew: !member.inSource,
        route,
        revisionsBefore,
        head,
      },
    ];
  };

  return (hopMembers: readonly HopMember[], from: Version, to: Release): OwnDraft[] =>
    snapshot.ownDatabases.flatMap((own) => draftOf(own, hopMembers, from, to));
}
