import { onHost } from '../../core/cluster/on-host.ts';
import type { ClusterSnapshot } from '../../core/cluster/snapshot.ts';
import type { Finding } from '../../lib/finding.ts';
import { shortList } from '../../lib/short-list.ts';
import type { Check } from './check.ts';

const code = 'host.unreachable';

/** What it looks at. */
interface Seen {
  readonly snapshot: Pick<ClusterSnapshot, 'hosts' | 'components'>;
}

/** Nothing is known of what runs on a host that does not answer: it is named, and all others are looked at. */
export const hostUnreachable = {
  code,
  stands: true,
  find: ({ snapshot: { hosts, components } }: Seen): Finding[] =>
    hosts.flatMap(({ name, away }) => {
      if (!away) return [];
      const ids = onHost(components, name).map(({ id }) => id);
      const of = ids.length === 0 ? 'no member is on it' : `nothing is known of ${shortList(ids)} on it`;
      return [
        {
          code,
          severity: ids.length === 0 ? 'warning' : 'blocker',
          subject: name,
          summary: `${away.why}; ${of}`,
          ...(away.hint === undefined ? {} : { hint: away.hint }),
        },
      ];
    }),
} as const satisfies Check;
