import type { Member } from '../../core/cluster/inventory.ts';
import type { OwnDatabaseSnapshot } from '../../core/cluster/snapshot.ts';
import { absentFrom } from '../../core/components/absent-from.ts';
import { componentNamed } from '../../core/components/index.ts';
import { parseVersion } from '../../core/versions/parse-version.ts';
import { identifier } from '../../io/database/identifier.ts';
import type { Finding } from '../../lib/finding.ts';
import type { Check, CheckInput } from './check.ts';

const code = 'proxy.database';

function blocker(subject: string, summary: string, hint: string): Finding {
  return { code, severity: 'blocker', subject, summary, hint };
}

/** Whether the cluster has a member's component now, or will have it after the hops that are asked for. */
function standing(
  { id, component, since }: Member,
  { snapshot, hops }: CheckInput,
): 'now' | 'later' | undefined {
  const found = snapshot.components.find((each) => each.id === id);
  if (found?.absent === undefined) return 'now';
  const last = hops.at(-1)?.to;
  const comes =
    last !== undefined && absentFrom(componentNamed(component), parseVersion(last), since) === undefined;
  return comes ? 'later' : undefined;
}

function ofMissing(
  { member, name, mayCreate }: OwnDatabaseSnapshot,
  user: string,
  isLater: boolean,
): Finding[] {
  if (isLater && mayCreate) return [];
  const made = `CREATE DATABASE ${identifier(name)} OWNER ${identifier(user)}`;
  const why = isLater
    ? `and role "${user}" may not create it`
    : 'and a coordinator that runs without it keeps nothing';
  return [
    blocker(member, `the database "${name}" of ${member} is missing, ${why}`, `as a superuser: ${made}`),
  ];
}

function ofStanding(own: OwnDatabaseSnapshot, isLater: boolean, { proxyHead, hops }: CheckInput): Finding[] {
  const { member, name, revisions, tables, restoreObstacles } = own;
  const rows = revisions.join(', ');
  const obstacles = hops.length > 0 ? restoreObstacles : [];
  if (isLater && revisions.length === 0 && tables > 0) {
    const summary = `"${name}", the database meant for ${member}, holds ${tables} tables but no revision`;
    return [blocker(member, summary, 'name an empty database, or one that does not exist yet'), ...obstacles];
  }
  if (isLater || proxyHead === undefined || rows === proxyHead) return [...obstacles];
  const summary = `alembic_version of "${name}" (${member}) holds ${rows || 'nothing'}, its release has the head ${proxyHead}`;
  return [blocker(member, summary, 'finish its migration with the installed release first'), ...obstacles];
}

function ofOwn(own: OwnDatabaseSnapshot, member: Member, input: CheckInput): Finding[] {
  const when = standing(member, input);
  if (when === undefined) return [];
  if (own.state === 'unreachable') {
    const hint = `correct "database" of ${own.member} in cluster.yaml; its role needs LOGIN and CREATEDB`;
    return [blocker(own.member, `the database "${own.name}" of ${own.member}: ${own.trouble}`, hint)];
  }
  const user = member.database?.user ?? '';
  return own.state === 'missing'
    ? ofMissing(own, user, when === 'later')
    : ofStanding(own, when === 'later', input);
}

/**
 * A coordinator's own database must be reachable, at the head of its release, and restorable; a new one must be empty.
 */
export const ownDatabase: Check = {
  code,
  find: (input) => {
    const { inventory, snapshot } = input;
    return inventory.components.flatMap((member) => {
      if (componentNamed(member.component).history !== 'coordinator') return [];
      if (!member.database) {
        const summary = `${member.id} needs a database of its own, but cluster.yaml does not name it`;
        const hint = `add "database" to ${member.id}: host, port, name, user, password`;
        return standing(member, input) ? [blocker(member.id, summary, hint)] : [];
      }
      const own = snapshot.ownDatabases.find((each) => each.member === member.id);
      return own ? ofOwn(own, member, input) : [];
    });
  },
};
