import type { LiveSession, SessionsSince } from '../../../core/cluster/live-session.ts';
import type { LostSession, Settled } from '../../../core/run/lost-session.ts';
import { visible } from '../../../lib/visible.ts';
import { under } from './under.ts';

/** How many sessions are shown one by one. */
const most = 20;

const counted = (sessions: readonly unknown[]): string =>
  sessions.length === 1 ? '1 session' : `${sessions.length} sessions`;

const ownerText = ({ owner, accessKey }: LiveSession): string =>
  owner === undefined ? accessKey : `${owner}, ${accessKey}`;

/** Sessions one a line, each with what became of it; many are cut short. */
function sessionLines<S extends LiveSession>(sessions: readonly S[], fate: (session: S) => string): string[] {
  const shown = sessions.slice(0, most);
  const width = Math.max(...shown.map(({ name }) => name.length));
  const lines = shown.map(
    (each) =>
      `    ${visible(`${each.name.padEnd(width)}   ${ownerText(each)}   ${each.id}   ${fate(each)}`)}`,
  );
  const more = sessions.length - lines.length;
  return more > 0 ? [...lines, `    and ${more} more, all of them in the JSON document`] : lines;
}

const onAgents = ({ agents }: LostSession): string => (agents.length > 0 ? ` on ${agents.join(', ')}` : '');

/** What going back meant for sessions; nothing where it meant nothing. */
export function settledLines({ givenUp, endedSince, trouble }: Settled): string[] {
  const leaked = givenUp.some(({ ended }) => !ended);
  return [
    ...(givenUp.length > 0
      ? [
          `  Given up: ${counted(givenUp)} of the newer release`,
          ...sessionLines(givenUp, (each) =>
            each.ended ? 'ended' : `not ended: its containers may still run${onAgents(each)}`,
          ),
        ]
      : []),
    ...(endedSince.length > 0
      ? [
          `  Ended on the newer release: ${counted(endedSince)} that the older one believed to run`,
          ...sessionLines(endedSince, ({ ended }) =>
            ended ? 'ended again' : 'shown as running: end it again',
          ),
        ]
      : []),
    ...(trouble !== undefined && (leaked || givenUp.length === 0) ? [under('  Sessions: ', trouble)] : []),
  ];
}

/** What a rollback would mean for sessions, to be read before it is agreed to. */
export function stakeLines(stake: SessionsSince | undefined): string[] {
  const { begun = [], ended = [] } = stake ?? {};
  return [
    ...(begun.length > 0
      ? [
          `${counted(begun)} began on the newer release and will be lost:`,
          ...sessionLines(begun, ({ status }) => status),
        ]
      : []),
    ...(ended.length > 0
      ? [
          `${counted(ended)} ended on the newer release and will be ended again:`,
          ...sessionLines(ended, ({ status }) => `was ${status}`),
        ]
      : []),
  ];
}
