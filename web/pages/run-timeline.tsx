import { useMemo, useState } from 'preact/hooks';
import { pathTo } from '../live/route.ts';
import type { ShownRun } from '../live/store.ts';
import { useNow } from '../live/use-store.ts';
import { outagesOf } from '../parts/outages.ts';
import { runRows, spanOf, within } from '../parts/run-rows.ts';
import { Timeline } from '../parts/timeline.tsx';
import { useWidth } from './use-width.ts';

/** Around an outage so much is shown of what was before and after, as a part of it. */
const margin = 0.15;

/** What ran when: all of the run, or the time around its outage. */
export function RunTimeline({ shown: { live, view } }: { readonly shown: ShownRun }) {
  const isOver = view.ended !== undefined;
  const now = useNow(!isOver);
  const [isClose, setClose] = useState<boolean>();
  const { element, width } = useWidth(960);
  const { since, actual } = view.downtime;
  // Of thousands of steps they are looked for only when a stop begins or ends.
  const outages = useMemo(() => outagesOf(view), [since, actual, live]);
  const index = live.progress?.index;
  if (!index || view.steps.length === 0) return null;
  const all = runRows({ index, steps: view.steps, tallies: live.progress?.tallies ?? [], now });
  const span = spanOf(all, now);
  const [first] = outages;
  const last = outages.at(-1);
  const close = isClose ?? view.downtime.since !== undefined;
  const hasOutage = first !== undefined && last !== undefined;
  const lasts = hasOutage ? (last.to ?? now) - first.from : 0;
  const shownSpan =
    close && hasOutage
      ? { from: first.from - lasts * margin - 1000, to: (last.to ?? now) + lasts * margin + 1000 }
      : span;
  const rows = close && hasOutage ? within(all, shownSpan.from, shownSpan.to) : all;
  return (
    <section class="panel" aria-label="Timeline">
      <h2>Timeline</h2>
      {hasOutage ? (
        <fieldset class="choice">
          <legend class="heard">What the timeline shows</legend>
          <button type="button" aria-pressed={!close} onClick={() => setClose(false)}>
            Whole run
          </button>
          <button type="button" aria-pressed={close} onClick={() => setClose(true)}>
            Around the stop
          </button>
        </fieldset>
      ) : null}
      <div ref={element} class="wide">
        <Timeline
          rows={rows}
          from={shownSpan.from}
          to={shownSpan.to}
          width={width}
          outages={outages}
          label="What ran when; the list of steps below says it in words"
          {...(isOver ? {} : { now })}
          {...(view.window?.turnRoundBy ? { turnRoundBy: Date.parse(view.window.turnRoundBy) } : {})}
          hrefOf={(row) => (index.stepsOf.has(row) ? pathTo.host(live.run, row) : undefined)}
        />
      </div>
      <p class="legend quiet">
        <span class="swatch outage" aria-hidden="true" /> without full service{' '}
        <span class="swatch k-stop" aria-hidden="true" /> stop{' '}
        <span class="swatch k-migrate" aria-hidden="true" /> capture, migrate{' '}
        <span class="swatch k-start" aria-hidden="true" /> start{' '}
        <span class="swatch k-other" aria-hidden="true" /> everything else{' '}
        <span class="swatch k-moving" aria-hidden="true" /> under way
      </p>
    </section>
  );
}
