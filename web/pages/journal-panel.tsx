import { useState } from 'preact/hooks';
import type { RunEvent } from '../../src/core/run/event.ts';
import { Moment } from '../parts/moment.tsx';
import { TroubleNote } from './trouble-note.tsx';
import { useAnswer } from './use-answer.ts';

const onPage = 100;

/** Where the page begins that has an event of a journal: after the last one of the page before. */
export const pageBefore = (seq: number): number => Math.max(0, Math.floor((seq - 1) / onPage) * onPage);

/** What an event says beside its kind and time, in one line. */
function detailOf({ seq: _seq, at: _at, run: _run, kind: _kind, ...more }: RunEvent): string {
  if (!('title' in more)) return Object.keys(more).length === 0 ? '' : JSON.stringify(more);
  const { title, step, hop: _hop, ...rest } = more as Record<string, unknown>;
  const details = Object.keys(rest).length === 0 ? '' : ` ${JSON.stringify(rest)}`;
  return `${String(step)}: ${String(title)}${details}`;
}

interface JournalPagesProps {
  readonly run: string;
  /** The last event that there is. */
  readonly last: number;
}

/** A run's journal, a hundred events at a time; the latest page first. */
function JournalPages({ run, last }: JournalPagesProps) {
  const [chosen, setChosen] = useState<number>();
  const after = chosen ?? pageBefore(last);
  const to = Math.min(last, after + onPage);
  // The last page grows as the run goes on.
  const grows = to === last ? `&now=${last}` : '';
  const path = `/api/runs/${encodeURIComponent(run)}/events?after=${after}&limit=${onPage}${grows}`;
  const { answer, trouble } = useAnswer<{ readonly events: readonly RunEvent[] }>(path);
  return (
    <>
      <p class="acts">
        <button type="button" disabled={after === 0} onClick={() => setChosen(Math.max(0, after - onPage))}>
          Earlier
        </button>
        <button
          type="button"
          disabled={to >= last}
          onClick={() => setChosen(after + onPage >= pageBefore(last) ? undefined : after + onPage)}
        >
          Later
        </button>
        <span class="quiet">
          Events {after + 1} to {to} of {last.toLocaleString('en')}
        </span>
      </p>
      {trouble && !answer ? <TroubleNote trouble={trouble} /> : null}
      <ol class="log-events" start={after + 1}>
        {answer?.events.map((event) => (
          <li key={event.seq}>
            <Moment at={event.at} /> <code>{event.kind}</code> {detailOf(event)}
          </li>
        ))}
      </ol>
    </>
  );
}

/** The journal behind all that is shown: read once somebody opens it. */
export function JournalPanel(props: JournalPagesProps) {
  const [isOpen, setOpen] = useState(false);
  return (
    <details class="panel folded" onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
      <summary>
        <h2>Journal</h2>
      </summary>
      {isOpen ? <JournalPages {...props} /> : null}
    </details>
  );
}
