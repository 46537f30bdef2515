import type { RunEvent } from '../../src/core/run/event.ts';
import { Moment } from '../parts/moment.tsx';

interface Said {
  readonly seq: number;
  readonly at: string;
  readonly who: string;
  readonly what: string;
}

const ways = {
  approve: 'approved',
  accept: 'accepted by name',
  yes: 'accepted with all that is optional',
} as const;

/** What people decided in a run, in order. */
export function saidIn(events: readonly RunEvent[]): Said[] {
  return events.flatMap((event): Said[] => {
    const { seq, at } = event;
    switch (event.kind) {
      case 'run.started': {
        const accepted = event.accepted.length > 0 ? `, accepted ${event.accepted.join(', ')}` : '';
        const rehearsal = event.noRehearsal ? ', without a rehearsal' : '';
        return [{ seq, at, who: event.who, what: `began it${accepted}${rehearsal}` }];
      }
      case 'run.resumed':
        return [{ seq, at, who: event.who, what: 'went on with it' }];
      case 'run.asked':
        return [
          {
            seq,
            at,
            who: event.who,
            what: `asked it to ${event.what === 'pause' ? 'stop' : 'go back'}: ${event.why}`,
          },
        ];
      case 'approval.given':
        return [{ seq, at, who: event.who, what: `${ways[event.by]}: ${event.title}` }];
      case 'undo.started':
        return event.why === 'failure' ? [] : [{ seq, at, who: event.who, what: 'had it go back' }];
      case 'run.salvaged':
        return [{ seq, at, who: event.who, what: `began its damaged journal anew: ${event.why}` }];
      case 'run.forgotten':
        return [{ seq, at, who: event.who, what: 'removed what it kept' }];
      default:
        return [];
    }
  });
}

/** Who approved what, and when. */
export function Approvals({ events }: { readonly events: readonly RunEvent[] }) {
  return (
    <table>
      <thead>
        <tr>
          <th scope="col">When</th>
          <th scope="col">Who</th>
          <th scope="col">What</th>
        </tr>
      </thead>
      <tbody>
        {saidIn(events).map(({ seq, at, who, what }) => (
          <tr key={seq}>
            <td>
              <Moment at={at} withDay />
            </td>
            <td>{who}</td>
            <td>{what}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
