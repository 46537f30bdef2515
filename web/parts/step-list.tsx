import { useState } from 'preact/hooks';
import type { StepView } from '../../src/core/run/view.ts';
import { Mark } from './mark.tsx';
import type { PlacedPhase } from './plan-index.ts';
import { plural } from './plural.ts';
import { seconds } from './seconds.ts';
import { type Standing, standingOf, type Tally } from './tally.ts';

/** Up to so many steps of a phase are all listed; of more, a few, those that stand out first. */
const most = 60;
const few = 20;

const order: readonly Standing[] = ['failed', 'waiting', 'moving', 'undone', 'done', 'todo'];

interface StepListProps {
  readonly tallies: readonly Tally[];
  readonly steps: ReadonlyMap<string, StepView>;
  readonly hrefOf?: (step: string) => string;
  /** Whether all are shown unfolded, as on paper. */
  readonly isWhole?: boolean;
}

function StepItem({
  id,
  title,
  view,
  hrefOf,
}: { id: string; title: string; view: StepView | undefined } & Pick<StepListProps, 'hrefOf'>) {
  const name = hrefOf ? <a href={hrefOf(id)}>{title}</a> : title;
  return (
    <li class="step">
      <Mark of={standingOf(view)} />
      <span class="title">{name}</span>
      <span class="took">{view?.seconds === undefined ? '' : seconds(view.seconds)}</span>
      {view?.failure ? <p class="why">{view.failure.message}</p> : null}
      {view?.how ? <p class="why">{view.how}</p> : null}
    </li>
  );
}

function countText({ counts, phase }: Tally): string {
  const told = order.filter((standing) => standing !== 'done' && standing !== 'todo' && counts[standing] > 0);
  const words = {
    failed: 'failed',
    waiting: 'wait',
    moving: 'under way',
    undone: 'taken back',
    done: '',
    todo: '',
  };
  return [
    `${counts.done.toLocaleString('en')} of ${plural(phase.steps.length, 'step')} done`,
    ...told.map((each) => `${counts[each]} ${words[each]}`),
  ].join(', ');
}

function listed(phase: PlacedPhase, steps: StepListProps['steps']) {
  if (phase.steps.length <= most) return phase.steps;
  const rank = ({ id }: { readonly id: string }): number => order.indexOf(standingOf(steps.get(id)));
  return phase.steps.toSorted((a, b) => rank(a) - rank(b)).slice(0, few);
}

function PhaseSteps({
  tally,
  steps,
  hrefOf,
  isWhole,
}: Omit<StepListProps, 'tallies'> & { readonly tally: Tally }) {
  const { phase, counts } = tally;
  const isLoud = isWhole || counts.failed + counts.waiting > 0;
  const [chosen, setChosen] = useState<boolean>();
  const isOpen = chosen ?? isLoud;
  // What is folded away is not there: a thousand hosts have tens of thousands of steps.
  const shown = isOpen ? listed(phase, steps) : [];
  const more = isOpen ? phase.steps.length - shown.length : 0;
  const stands: Standing = order.find((standing) => counts[standing] > 0) ?? 'todo';
  return (
    <details
      class={`phase side-${phase.side}`}
      open={isOpen}
      onToggle={({ currentTarget }) => {
        if (currentTarget.open !== isOpen) setChosen(currentTarget.open);
      }}
    >
      <summary>
        <Mark of={stands === 'done' && counts.todo > 0 ? 'moving' : stands} />
        <span class="title">{phase.title}</span>
        <span class="quiet">{countText(tally)}</span>
      </summary>
      <ul>
        {shown.map(({ id, title }) => (
          <StepItem key={id} id={id} title={title} view={steps.get(id)} {...(hrefOf ? { hrefOf } : {})} />
        ))}
        {more > 0 ? (
          <li class="quiet">and {more.toLocaleString('en')} more like these; each is with its host</li>
        ) : null}
      </ul>
    </details>
  );
}

/** All steps by phase, with what failed unfolded. */
export function StepList({ tallies, ...rest }: StepListProps) {
  return (
    <div class="phases">
      {tallies
        .filter(({ phase }) => phase.steps.length > 0)
        .map((tally) => (
          <PhaseSteps key={tally.phase.index} tally={tally} {...rest} />
        ))}
    </div>
  );
}
