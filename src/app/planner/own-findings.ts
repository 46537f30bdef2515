import type { Finding } from '../../lib/finding.ts';
import { type DraftInput, drafts } from './drafts.ts';

/** Own databases that some outage of a path cannot bring to its release. */
export function ownFindings(input: DraftInput): Finding[] {
  return drafts(input).flatMap(({ own, to }) =>
    own.flatMap(({ member, name, isNew, route, revisionsBefore, head }): Finding[] => {
      const { id } = member.member;
      const rows = revisionsBefore.join(', ');
      const common = { severity: 'blocker', subject: id } as const;
      if (isNew && rows !== '' && rows !== head) {
        const summary = `"${name}", which is to be the database of ${id}, stands at ${rows}, and ${to.version} at ${head}`;
        return [{ ...common, code: 'proxy.database', summary, hint: 'name an empty database' }];
      }
      if (isNew || (route.kind !== 'blocked' && route.kind !== 'rejoin')) return [];
      const summary = `the database "${name}" of ${id} cannot be brought to ${to.version}: ${route.why}`;
      return [{ ...common, code: 'proxy.schema-blocked', summary, hint: 'choose another release' }];
    }),
  );
}
