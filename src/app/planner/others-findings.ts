import type { OthersAtDatabase } from '../../core/cluster/database-session.ts';
import { endStatement, sessionName } from '../../core/cluster/session-words.ts';
import type { ClusterSnapshot } from '../../core/cluster/snapshot.ts';
import { usualOthers } from '../../core/plan/others.ts';
import type { Plan } from '../../core/plan/plan.ts';
import type { Finding } from '../../lib/finding.ts';
import { shortList } from '../../lib/short-list.ts';
import { othersLeave } from '../steps/others-leave.ts';

/** A database that the plan migrates, with who else is at it. */
interface Visited extends OthersAtDatabase {
  readonly subject: string;
  readonly what: string;
}

function visitedIn(
  plan: Pick<Plan, 'hops'>,
  { cluster, others, ownDatabases }: ClusterSnapshot,
): readonly Visited[] {
  const all = plan.hops.flatMap(({ phases }) => phases.flatMap(({ steps }) => steps));
  const looked = all.filter(({ kind }) => kind === othersLeave.kind);
  const databases = new Set(looked.map(({ params }) => params['database']));
  const theirs =
    databases.has(undefined) && others ? [{ ...others, subject: cluster, what: 'the database' }] : [];
  const own = ownDatabases.flatMap(({ member, name, others: at }) =>
    databases.has(member) && at
      ? [{ ...at, subject: member, what: `the database "${name}" of ${member}` }]
      : [],
  );
  return [...theirs, ...own];
}

/** Nothing has to stop to see that somebody is there who must not be. */
function refusals({ subject, what, sessions }: Visited): Finding[] {
  if (sessions.length === 0) return [];
  return [
    {
      code: 'others.there',
      severity: 'blocker',
      subject,
      summary: `--others refuse: other programs are at ${what}: ${shortList(sessions.map(sessionName))}`,
      hint: `end them: ${sessions.map(endStatement).join(' ')}      or have baiup end them inside the stop: --others end`,
    },
  ];
}

function unendable({ subject, what, sessions, endsOwnOnly }: Visited): Finding[] {
  const found = sessions.filter((each) => each.unendable);
  const grant = 'as a superuser: GRANT pg_signal_backend TO the role of cluster.yaml';
  if (found.length > 0) {
    return [
      {
        code: 'others.unendable',
        severity: 'warning',
        subject,
        summary: `--others end: the role of cluster.yaml may not end ${shortList(found.map(sessionName))}: the hop is given up where it is still at ${what} at the stop`,
        hint: `end it before the upgrade: ${found.map(endStatement).join(' ')}      or ${grant}; sessions of superusers only a superuser ends`,
      },
    ];
  }
  if (!endsOwnOnly) return [];
  return [
    {
      code: 'others.own-only',
      severity: 'info',
      subject,
      summary: `--others end: the role of cluster.yaml may end only sessions of its own at ${what}: the hop is given up where another role is there at the stop`,
      hint: grant,
    },
  ];
}

/** What the plan's way with other programs at a database meets already, before anything stops. */
export function othersFindings(
  plan: Pick<Plan, 'hops' | 'others'>,
  snapshot: ClusterSnapshot,
): readonly Finding[] {
  const { policy } = plan.others ?? usualOthers;
  if (policy === 'wait') return [];
  return visitedIn(plan, snapshot).flatMap(policy === 'refuse' ? refusals : unendable);
}
