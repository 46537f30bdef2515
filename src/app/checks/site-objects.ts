import { heldBy } from '../../core/cluster/lock.ts';
import { shortList } from '../../lib/short-list.ts';
import type { Check } from './check.ts';

const code = 'database.site-objects';

/** What the database has beyond its release is told, and kept. A view that reads a table holds its columns fast. */
export const siteObjects: Check = {
  code,
  find: ({ snapshot }) => {
    const { cluster, siteObjects: found } = snapshot;
    // What a migration has made so far would be taken for the site's.
    if (found === undefined || heldBy(snapshot) || snapshot.unfinished) return [];
    const { objects, typed, views } = found;
    const told =
      objects.length === 0
        ? []
        : [
            {
              code,
              severity: 'info' as const,
              subject: cluster,
              summary: `the database has more than its release makes: ${shortList(objects)}`,
              hint: "nothing has to be done: they are the site's own and stay as they are; the proof checks that",
            },
          ];
    const held = views.map(({ view, materialized, reads }) => ({
      code,
      severity: 'info' as const,
      subject: `view ${view}`,
      summary: `${materialized ? 'materialized view' : 'view'} ${view} reads ${shortList(reads)}: a revision that drops or changes one of these stops at it`,
      hint: `the rehearsal tells; then keep its definition (pg_dump --schema-only --table ${view}), DROP ${materialized ? 'MATERIALIZED VIEW' : 'VIEW'} ${view} before the upgrade, and make it again afterwards`,
    }));
    const types =
      typed.length === 0
        ? []
        : [
            {
              code,
              severity: 'info' as const,
              subject: cluster,
              summary: `columns of tables that are not the release's have its types: ${typed.join('; ')}. A revision that makes such a type anew stops at them`,
              hint: 'the rehearsal tells; then give them another type before the upgrade: ALTER TABLE … ALTER COLUMN … TYPE text;',
            },
          ];
    return [...told, ...types, ...held];
  },
};
