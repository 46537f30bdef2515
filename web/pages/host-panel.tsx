import { pathTo } from '../live/route.ts';
import type { ShownRun } from '../live/store.ts';
import { barOf, inLanes } from '../parts/bars.ts';
import { Mark } from '../parts/mark.tsx';
import { spanOf } from '../parts/run-rows.ts';
import { seconds } from '../parts/seconds.ts';
import { standingOf } from '../parts/tally.ts';
import { Timeline } from '../parts/timeline.tsx';
import { useWidth } from './use-width.ts';

interface HostPanelProps {
  readonly shown: ShownRun;
  readonly host: string;
  readonly now: number;
}

/** One host of a run: what is on it, its steps in time, and each with how it ended. */
export function HostPanel({ shown: { live, view }, host, now }: HostPanelProps) {
  const { element, width } = useWidth(960);
  const index = live.progress?.index;
  const planned = index?.stepsOf.get(host);
  if (!index || !planned)
    return (
      <section class="panel" aria-label={host}>
        <h2>{host}</h2>
        <p>The plan of this run has no such host.</p>
      </section>
    );
  const steps = planned.flatMap(({ id }) => live.draft.steps.get(id) ?? []);
  const rows = [
    {
      name: host,
      lanes: inLanes(
        steps.flatMap((step) => barOf(step) ?? []),
        now,
      ),
    },
  ];
  const span = spanOf(rows, now);
  const members = index.membersOf.get(host) ?? [];
  return (
    <section class="panel" aria-label={`Host ${host}`}>
      <h2>
        Host {host}{' '}
        <span class="quiet">{members.map(({ id, component }) => `${component} ${id}`).join(', ')}</span>
      </h2>
      <p>
        <a href={pathTo.run(view.run)}>All hosts</a>
      </p>
      <div ref={element} class="wide">
        {steps.length === 0 ? (
          <p class="quiet">Nothing was begun on it yet.</p>
        ) : (
          <Timeline rows={rows} {...span} width={width} label={`Steps on ${host} in time`} />
        )}
      </div>
      <ul class="steps">
        {planned.map(({ id, title }) => {
          const step = live.draft.steps.get(id);
          return (
            <li class="step" key={id}>
              <Mark of={standingOf(step)} />
              <span class="title">
                <a href={pathTo.step(view.run, id)}>{title}</a>
              </span>
              <span class="took">{step?.seconds === undefined ? '' : seconds(step.seconds)}</span>
              {step?.failure ? <p class="why">{step.failure.message}</p> : null}
            </li>
          );
        })}
      </ul>
    </section>
  );
}
