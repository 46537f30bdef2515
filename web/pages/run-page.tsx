import { useMemo } from 'preact/hooks';
import type { PlanAnswer, Task } from '../../src/ui/server/wire.ts';
import { pathTo } from '../live/route.ts';
import type { ShownRun } from '../live/store.ts';
import { useNow } from '../live/use-store.ts';
import { Attention } from '../parts/attention.tsx';
import { Figures } from '../parts/countdown.tsx';
import { LogTail } from '../parts/log-tail.tsx';
import { Moment } from '../parts/moment.tsx';
import { PartsChart } from '../parts/parts-chart.tsx';
import { PlanTree } from '../parts/plan-tree.tsx';
import { ReceiptView } from '../parts/receipt-view.tsx';
import { isLate, wordsOf } from '../parts/run-words.ts';
import { Seen } from '../parts/seen.tsx';
import { ServiceLine } from '../parts/service-line.tsx';
import { StepList } from '../parts/step-list.tsx';
import { HostPanel } from './host-panel.tsx';
import { JournalPanel } from './journal-panel.tsx';
import { RunFacts } from './run-facts.tsx';
import { RunHosts } from './run-hosts.tsx';
import { RunTimeline } from './run-timeline.tsx';
import { Approve, Steering } from './steering.tsx';
import { TroubleNote } from './trouble-note.tsx';
import { StepPanel, UnderWay } from './under-way.tsx';

const shownLines = 20;

interface RunPageProps {
  readonly shown: ShownRun;
  readonly tasks: readonly Task[];
  readonly host?: string;
  readonly step?: string;
}

function DriverNote({ shown: { standing } }: RunPageProps) {
  const { driver, state } = standing ?? {};
  if (!driver || driver.life === 'dead')
    return state === 'cut' ? <p class="quiet">Nobody drives it.</p> : null;
  return (
    <p class="quiet">
      {driver.life === 'elsewhere' ? 'Driven, or was,' : 'Driven'} by {driver.who}, process {driver.pid} on{' '}
      {driver.host}, since <Moment at={driver.since} />
    </p>
  );
}

function RunHead({ now, ...props }: RunPageProps & { readonly now: number }) {
  const { view, standing } = props.shown;
  const { tone, title, says } = wordsOf(view, standing?.state);
  const isTooLong = tone === 'quiet' && isLate(view, now);
  return (
    <header class={`run-head tone-${isTooLong ? 'needs' : tone}`} data-seq={props.shown.live.seq}>
      <p class="where">
        <code>{view.run}</code> on {view.cluster}, begun by {view.who} <Moment at={view.started} withDay />
      </p>
      <h1>
        <span class="state">{title}</span>{' '}
        <span class="way">
          {view.from} → {view.to}
        </span>
      </h1>
      {isTooLong ? <p class="says">Services are away for longer than was foreseen.</p> : null}
      {says === '' ? null : <p class="says">{says}</p>}
      <DriverNote {...props} />
      <Steering view={view} standing={standing} />
    </header>
  );
}

/** What whoever drives it says, wherever that is, and why a process failed that the server began. */
function DriverSays({ tasks, shown: { view, lines } }: RunPageProps) {
  const task = tasks.find((each) => each.run === view.run);
  const isOver = view.ended !== undefined && view.state !== 'broken';
  return (
    <>
      {task?.error ? <TroubleNote trouble={task.error} /> : null}
      {lines.length > 0 && !isOver ? (
        <LogTail title="What its driver says" text={lines.slice(-shownLines).join('\n')} />
      ) : null}
    </>
  );
}

function CarriedOut({ answer: { plan, receipt } }: { readonly answer: PlanAnswer }) {
  return (
    <details class="panel folded">
      <summary>
        <h2>The plan that it carries out</h2>
      </summary>
      {receipt ? <ReceiptView receipt={receipt} /> : <p class="quiet">It was not rehearsed.</p>}
      <PlanTree plan={plan} />
    </details>
  );
}

function Details({ shown }: { readonly shown: ShownRun }) {
  const { view, live, answer } = shown;
  const hops = view.hops.filter(({ parts = [] }) => parts.length > 0);
  const tallies = live.progress?.tallies ?? [];
  // It does not change, and has a thousand hosts in it.
  const plan = useMemo(() => answer && <CarriedOut answer={answer} />, [answer]);
  return (
    <>
      <Seen>
        <RunTimeline shown={shown} />
      </Seen>
      {hops.length > 0 ? (
        <section class="panel" aria-label="Predicted beside actual">
          <h2>Predicted beside actual</h2>
          {hops.map((hop) => (
            <PartsChart key={hop.to} hop={hop} title={`${hop.from} → ${hop.to}`} />
          ))}
        </section>
      ) : null}
      <Seen>
        <RunHosts shown={shown} />
      </Seen>
      <Seen>
        <section class="panel" aria-label="Steps">
          <h2>Steps</h2>
          <StepList
            tallies={[...tallies]}
            steps={live.draft.steps}
            hrefOf={(step) => pathTo.step(view.run, step)}
          />
        </section>
      </Seen>
      <JournalPanel run={view.run} last={live.seq} />
      <RunFacts run={view.run} isOver={view.ended !== undefined} />
      {plan}
    </>
  );
}

/** A run as it goes: whether it needs somebody, whether the service is there, then everything else. */
export function RunPage(props: RunPageProps) {
  const { shown, host, step } = props;
  const { view, live, standing, gone } = shown;
  const now = useNow(view.ended === undefined);
  const progress = live.progress;
  // Of thousands of steps those that wait are looked for only when the view is another one.
  const attention = useMemo(
    () => (
      <Attention
        view={view}
        hrefOf={(id) => pathTo.step(view.run, id)}
        approve={(steps) => <Approve view={view} standing={standing} steps={steps} />}
      />
    ),
    [view, standing],
  );
  const running = [...(progress?.open ?? [])]
    .filter(([, stands]) => stands === 'moving')
    .flatMap(([id]) => live.draft.steps.get(id) ?? []);
  return (
    <>
      <RunHead {...props} now={now} />
      {gone ? (
        <div class="need bad" role="alert">
          <h3>! It cannot be followed any more</h3>
          <p>{gone.message}</p>
          {gone.hint ? <p class="hint">{gone.hint}</p> : null}
        </div>
      ) : null}
      {attention}
      <Figures view={view} now={now} />
      {progress ? <ServiceLine hops={view.hops} tallies={[...progress.tallies]} /> : null}
      {step === undefined ? null : <StepPanel run={view.run} step={step} view={live.draft.steps.get(step)} />}
      {host === undefined ? null : <HostPanel shown={shown} host={host} now={now} />}
      <UnderWay run={view.run} steps={running} />
      <DriverSays {...props} />
      <Details shown={shown} />
    </>
  );
}
