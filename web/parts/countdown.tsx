import type { RunView } from '../../src/core/run/view.ts';
import { Moment } from './moment.tsx';
import { isLate } from './run-words.ts';
import { rangeText, seconds, wholeSeconds } from './seconds.ts';

interface FiguresProps {
  readonly view: RunView;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

interface Figure {
  readonly name: string;
  readonly value: string;
  readonly note?: string;
  readonly at?: string;
  readonly tone?: 'needs' | 'bad';
}

const since = (at: string, now: number): number => (now - Date.parse(at)) / 1000;

const isOver = ({ state }: RunView): boolean =>
  state === 'done' || state === 'failed' || state === 'rolled-back';

/** The hop that is without service, and what was foreseen of it. */
const hopDown = ({ hops }: RunView) =>
  hops.find(({ state }) => state !== 'done' && state !== 'todo') ?? hops[0];

function serviceFigure(view: RunView, now: number): Figure {
  const { since: from, actual } = view.downtime;
  if (from !== undefined) {
    const tone = isLate(view, now) ? 'bad' : 'needs';
    return {
      name: 'Service',
      value: `DOWN ${wholeSeconds(since(from, now))}`,
      note: 'since',
      at: from,
      tone,
    };
  }
  const note =
    actual === undefined ? 'nothing was stopped yet' : `was without full service for ${seconds(actual)}`;
  return { name: 'Service', value: isOver(view) || actual !== undefined ? 'up again' : 'up', note };
}

function backFigure(view: RunView, now: number): Figure {
  const { predicted, predictedRange, since: from } = view.downtime;
  const hop = hopDown(view);
  if (from === undefined || view.state === 'undoing')
    return {
      name: 'Predicted downtime',
      value: seconds(predicted),
      ...(predictedRange
        ? { note: `between ${seconds(predictedRange[0])} and ${seconds(predictedRange[1])}` }
        : {}),
    };
  const foreseen = hop?.predicted ?? predicted;
  const left = foreseen - since(from, now);
  const note = `predicted ${rangeText(foreseen, hop?.predictedRange)}`;
  return left >= 0
    ? { name: 'Back in about', value: wholeSeconds(left), note }
    : { name: 'Longer than predicted', value: wholeSeconds(-left), note, tone: 'needs' };
}

function turnFigures({ window, state }: RunView, now: number): Figure[] {
  if (!window || state === 'done' || state === 'rolled-back' || state === 'failed') return [];
  const { turnRoundBy, seconds: agreed, wayBack } = window;
  if (turnRoundBy === undefined)
    return [
      {
        name: 'Window',
        value: wholeSeconds(agreed),
        note: `begins with the first stop; ${wholeSeconds(wayBack)} of it for the way back`,
      },
    ];
  const left = -since(turnRoundBy, now);
  if (left < 0)
    return [{ name: 'Turn round by', value: 'passed', note: 'at', at: turnRoundBy, tone: 'needs' }];
  return [
    {
      name: 'Turn round within',
      value: wholeSeconds(left),
      note: 'until',
      at: turnRoundBy,
      ...(left < 60 ? { tone: 'needs' as const } : {}),
    },
  ];
}

function lastsFigure({ started, ended }: RunView, now: number): Figure {
  const lasts = ended === undefined ? since(started, now) : since(started, Date.parse(ended));
  return {
    name: ended === undefined ? 'Runs for' : 'Took',
    value: wholeSeconds(lasts),
    note: 'since',
    at: started,
  };
}

/** What an operator looks at first: whether the service is there, when it is back, and until when they can turn round. */
export function Figures({ view, now }: FiguresProps) {
  const figures = [
    serviceFigure(view, now),
    backFigure(view, now),
    ...turnFigures(view, now),
    lastsFigure(view, now),
  ];
  return (
    <dl class="figures">
      {figures.map(({ name, value, note, at, tone }) => (
        <div class={`figure ${tone ?? ''}`} key={name}>
          <dt>{name}</dt>
          <dd class="value">{value}</dd>
          <dd class="note">
            {note} {at === undefined ? null : <Moment at={at} />}
          </dd>
        </div>
      ))}
    </dl>
  );
}
