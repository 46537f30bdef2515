import type { StepView } from '../../src/core/run/view.ts';
import type { StepDocument } from '../../src/ui/server/wire.ts';
import { pathTo } from '../live/route.ts';
import { useNow } from '../live/use-store.ts';
import { LogTail } from '../parts/log-tail.tsx';
import { Moment } from '../parts/moment.tsx';
import { plural } from '../parts/plural.ts';
import { seconds, wholeSeconds } from '../parts/seconds.ts';
import { TroubleNote } from './trouble-note.tsx';
import { useAnswer } from './use-answer.ts';

const most = 6;

interface UnderWayProps {
  readonly run: string;
  readonly steps: readonly StepView[];
}

/** The steps that run just now, the longest first, as they come. */
export function UnderWay({ run, steps }: UnderWayProps) {
  const now = useNow(steps.length > 0);
  const shown = steps.slice(0, most);
  if (steps.length === 0) return null;
  return (
    <section class="under-way" aria-label="Under way">
      <h2>
        Under way <span class="quiet">{plural(steps.length, 'step')}</span>
      </h2>
      <ul>
        {shown.map(({ step, title, started, state }) => (
          <li key={step}>
            <a href={pathTo.step(run, step)}>
              {state === 'undoing' ? 'undo: ' : ''}
              {title}
            </a>
            <span class="took">{started ? wholeSeconds((now - Date.parse(started)) / 1000) : ''}</span>
          </li>
        ))}
        {steps.length > most ? (
          <li class="quiet">and {(steps.length - most).toLocaleString('en')} more</li>
        ) : null}
      </ul>
    </section>
  );
}

const kinds: Readonly<Record<string, string>> = {
  'step.started': 'began',
  'step.probed': 'looked at',
  'step.finished': 'done',
  'step.failed': 'failed',
  'step.undoing': 'is undone',
  'step.undone': 'undone',
  'step.undo-failed': 'could not be undone',
  'step.undo-lost': 'its undo is lost',
  'step.done-again': 'done again',
  'approval.asked': 'waits for approval',
  'approval.given': 'approved',
};

interface StepPanelProps {
  readonly run: string;
  readonly step: string;
  /** As it stands now: when it changes, its log is read again. */
  readonly view: StepView | undefined;
}

/** What the journal says of a step, and the ends of the files that were kept for it. */
export function StepPanel({ run, step, view }: StepPanelProps) {
  const path = `/api/runs/${encodeURIComponent(run)}/steps/${encodeURIComponent(step)}`;
  const { answer, trouble } = useAnswer<StepDocument>(`${path}?now=${view?.state ?? ''}`);
  return (
    <section class="panel" aria-label={`Step ${step}`}>
      <h2>{view?.title ?? step}</h2>
      <p class="quiet">
        <code>{step}</code>
      </p>
      {view?.failure ? <p class="message bad">{view.failure.message}</p> : null}
      {trouble && !answer ? <TroubleNote trouble={trouble} /> : null}
      <ol class="log-events">
        {answer?.events.map((event) => (
          <li key={event.seq}>
            <Moment at={event.at} /> {kinds[event.kind] ?? event.kind}
            {event.kind === 'step.probed' ? `: ${event.state}` : ''}
            {'seconds' in event ? ` after ${seconds(event.seconds)}` : ''}
            {event.kind === 'approval.given' ? ` by ${event.who}` : ''}
          </li>
        ))}
      </ol>
      {answer?.evidence.map(({ file, tail }) => (
        <LogTail key={file} title={file} text={tail} />
      ))}
    </section>
  );
}
