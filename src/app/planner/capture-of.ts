import type { OthersAtDatabase } from '../../core/cluster/database-session.ts';
import { sessionName } from '../../core/cluster/session-words.ts';
import type { ClusterSnapshot } from '../../core/cluster/snapshot.ts';
import type { CaptureMode } from '../../core/plan/plan.ts';
import type { Finding } from '../../lib/finding.ts';
import { shortList } from '../../lib/short-list.ts';

/** A database as it was looked at. */
interface Looked {
  readonly subject: string;
  readonly what: string;
  readonly obstacles: readonly Finding[] | undefined;
  readonly others: OthersAtDatabase | undefined;
}

/** How the databases of a cluster are captured, and why those are dumped that are. */
export interface Capture {
  /** Whether the cluster's database is set aside, and which members' own ones are. */
  readonly aside: boolean;
  readonly own: ReadonlySet<string>;
  readonly findings: readonly Finding[];
}

/** Unless the operator says otherwise. */
const usual: CaptureMode = 'aside';

/** Programs at it would lose their sessions, and find no database for a while: only an operator can say that they may. */
function visited({ subject, what, others }: Looked): Finding[] {
  const sessions = others?.sessions ?? [];
  if (sessions.length === 0) return [];
  return [
    {
      code: 'capture.others',
      severity: 'info',
      subject,
      summary: `${what} is dumped inside the stop, not set aside: other programs are at it, ${shortList(sessions.map(sessionName))}`,
      hint: 'stop them for the upgrade, or have their sessions ended: baiup plan --capture aside',
    },
  ];
}

const unknown = ({ subject, what }: Looked): Finding[] => [
  {
    code: 'capture.unknown',
    severity: 'info',
    subject,
    summary: `${what} is dumped inside the stop, not set aside: nobody could see whether it can be`,
    hint: 'nothing has to be done',
  },
];

function obstaclesOf(looked: Looked, asked: CaptureMode | undefined): readonly Finding[] {
  const found = looked.obstacles ?? unknown(looked);
  return asked === 'aside' ? found : [...found, ...visited(looked)];
}

/** The one that an operator asked for, else the one that each database allows. */
export function captureOf(
  { cluster, asideObstacles, others, ownDatabases }: ClusterSnapshot,
  asked: CaptureMode | undefined,
): Capture {
  if ((asked ?? usual) === 'dump') return { aside: false, own: new Set(), findings: [] };
  const theirs = obstaclesOf(
    { subject: cluster, what: 'the database', obstacles: asideObstacles, others },
    asked,
  );
  const own = ownDatabases
    .filter(({ state }) => state === 'there')
    .map(({ member, name, asideObstacles: obstacles, others: at }) => ({
      member,
      found: obstaclesOf(
        { subject: member, what: `the database "${name}" of ${member}`, obstacles, others: at },
        asked,
      ),
    }));
  return {
    aside: theirs.length === 0,
    own: new Set(own.flatMap(({ member, found }) => (found.length === 0 ? [member] : []))),
    findings: [...theirs, ...own.flatMap(({ found }) => found)],
  };
}

/** What refuses a plan whose operator asked for databases to be set aside. */
export function asideRefusals(snapshot: ClusterSnapshot, asked: CaptureMode | undefined): Finding[] {
  if (asked !== 'aside') return [];
  return captureOf(snapshot, asked).findings.map((each) => ({ ...each, severity: 'blocker' }));
}
