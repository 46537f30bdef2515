import { literal } from '../../io/database/identifier.ts';
import type { Check, CheckInput } from './check.ts';
import type { Fix } from './fix.ts';
import { rowLines } from './row-lines.ts';
import { wrongValue } from './wrong-value.ts';

const code = 'database.vfolder-orphans';

/** From 24.09 to before 25.04 the migration gives each folder its owner's domain and aborts at one without an owner. */
const aborts = ({ from, to }: CheckInput['hops'][number]): boolean =>
  from < '24.09' && to >= '24.09' && to < '25.04';

/** As the revision asks for the domain, before it forbids that there is none. */
const ownerless = `coalesce((SELECT u.domain_name FROM users u WHERE u.uuid = v."user"),
  (SELECT g.domain_name FROM groups g WHERE g.id = v."group")) IS NULL`;

/**
 * The folders go to a user who is there. Nothing is deleted, and no file moves: a folder's place on its storage goes
 * by its id and quota scope, which stay (`vfolders` of 24.03.11).
 */
function giveTo(input: CheckInput, value: string): Fix {
  const email = value.trim();
  if (!/^[^\s@]+@[^\s@]+$/.test(email)) {
    throw wrongValue(code, value, 'this is not an e-mail address', `--fix ${code}=admin@example.org`);
  }
  const count = input.snapshot.rows[code]?.count ?? 0;
  return {
    kind: 'sql',
    does: `gives ${count} ownerless ${count === 1 ? 'folder' : 'folders'} to ${email}, who can keep or purge them; no file is touched`,
    statements: [
      {
        sql: `UPDATE vfolders v SET "user" = o.uuid, "group" = NULL, ownership_type = 'user'
FROM users o WHERE o.email = ${literal(email)} AND o.domain_name IS NOT NULL AND ${ownerless}`,
        rows: count,
        otherwise: `is there a user ${email} with a domain?`,
      },
    ],
  };
}

export const vfolderOrphans: Check = {
  code,
  rows: {
    of: ['vfolders.name', 'vfolders.host', 'vfolders.status', 'vfolders.user', 'vfolders.group'],
    select: `SELECT v.id, v.name, v.host, v.status FROM vfolders v WHERE ${ownerless} ORDER BY v.id`,
  },
  find: ({ snapshot, hops }) => {
    const found = snapshot.rows[code];
    if (found === undefined || found.count === 0 || !hops.some(aborts)) return [];
    return [
      {
        code,
        severity: 'blocker',
        subject: snapshot.cluster,
        summary: `${found.count} ${found.count === 1 ? 'folder has' : 'folders have'} no owner, or an owner without a domain; the migration aborts at the first`,
        detail: rowLines(found),
        hint: 'purge each, or give it an owner',
        source: 'revision d7df3baf3779; vendor issue 3765',
      },
    ];
  },
  fix: { value: { name: 'EMAIL', brief: 'the user who shall own the folders' }, make: giveTo },
};
