import { oneVersion } from '../../core/cluster/one-version.ts';
import type { Check } from './check.ts';

/** A database that is not exactly at its release's head was upgraded in part, or its version table was corrupted. */
export const databaseAtHead: Check = {
  code: 'database.not-at-head',
  find: ({ snapshot, installedHead }) => {
    const { revisions, cluster } = snapshot;
    if (installedHead === undefined || (revisions.length === 1 && revisions[0] === installedHead)) return [];
    const rows = revisions.length === 0 ? 'is empty' : `holds ${revisions.join(', ')}`;
    return [
      {
        code: 'database.not-at-head',
        severity: 'blocker',
        subject: cluster,
        summary: `alembic_version ${rows}, but ${oneVersion(snapshot)} has the single head ${installedHead}`,
        hint: 'first finish the migration of the installed release; an upgrade cannot start from a half-migrated database',
      },
    ];
  },
};
