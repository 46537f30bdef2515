import type { Check, CheckInput } from './check.ts';

/** From 24.09 to before 25.04 the migration gives each folder its owner's domain and aborts at one without an owner. */
const aborts = ({ from, to }: CheckInput['hops'][number]): boolean =>
  from < '24.09' && to >= '24.09' && to < '25.04';

export const vfolderOrphans: Check = {
  code: 'database.vfolder-orphans',
  find: ({ snapshot, hops }) => {
    const count = snapshot.ownerlessFolders;
    if (count === 0 || !hops.some(aborts)) return [];
    return [
      {
        code: 'database.vfolder-orphans',
        severity: 'blocker',
        subject: snapshot.cluster,
        summary: `${count} folders belong to a user or project that is gone; the migration aborts at the first`,
        hint: `list them, then purge or re-own each: SELECT id, name FROM vfolders v WHERE NOT EXISTS (SELECT 1 FROM users u WHERE u.uuid = v."user") AND NOT EXISTS (SELECT 1 FROM groups g WHERE g.id = v."group")`,
        source: 'revision d7df3baf3779; vendor issue 3765',
      },
    ];
  },
};
