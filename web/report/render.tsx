import type { ComponentChildren } from 'preact';
import { renderToString } from 'preact-render-to-string';
import type { Plan } from '../../src/core/plan/plan.ts';
import type { RunView } from '../../src/core/run/view.ts';
import type { ReportData } from '../../src/ui/server/report-data.ts';
import { Attention } from '../parts/attention.tsx';
import { Figures } from '../parts/countdown.tsx';
import { Equality } from '../parts/equality.tsx';
import { Findings } from '../parts/findings.tsx';
import { LogTail } from '../parts/log-tail.tsx';
import { Moment } from '../parts/moment.tsx';
import { outagesOf } from '../parts/outages.ts';
import { PartsChart } from '../parts/parts-chart.tsx';
import { indexPlan } from '../parts/plan-index.ts';
import { PlanTree } from '../parts/plan-tree.tsx';
import { ReceiptView } from '../parts/receipt-view.tsx';
import { runRows, spanOf } from '../parts/run-rows.ts';
import { wordsOf } from '../parts/run-words.ts';
import { rangeText } from '../parts/seconds.ts';
import { ServiceLine } from '../parts/service-line.tsx';
import { StepList } from '../parts/step-list.tsx';
import { talliesOf } from '../parts/tally.ts';
import { Timeline } from '../parts/timeline.tsx';
import { Approvals } from './approvals.tsx';

function Part({ title, children }: { readonly title: string; readonly children: ComponentChildren }) {
  return (
    <section class="panel" aria-label={title}>
      <h2>{title}</h2>
      {children}
    </section>
  );
}

function RunHead({ view, data }: { readonly view: RunView; readonly data: ReportData }) {
  const { tone, title, says } = wordsOf(view, data.state ?? view.state);
  return (
    <header class={`run-head tone-${tone}`}>
      <p class="where">
        <code>{view.run}</code> {data.id === null ? '' : <code>{data.id}</code>} on {view.cluster}, begun by{' '}
        {view.who} <Moment at={view.started} withDay />
      </p>
      <h1>
        <span class="state">{title}</span>{' '}
        <span class="way">
          {view.from} → {view.to}
        </span>
      </h1>
      {says === '' ? null : <p class="says">{says}</p>}
    </header>
  );
}

/** What a run did: as its journal tells, in time and in words. */
function RunParts({
  view,
  plan,
  data,
}: {
  readonly view: RunView;
  readonly plan: Plan | null;
  readonly data: ReportData;
}) {
  const now = Date.parse(view.ended ?? data.made);
  const index = plan === null ? undefined : indexPlan(plan);
  const steps = new Map(view.steps.map((step) => [step.step, step]));
  const tallies = index ? talliesOf(index.phases, steps) : [];
  const rows = index ? runRows({ index, steps: view.steps, tallies, now }) : [];
  return (
    <>
      <Attention view={view} />
      <Figures view={view} now={now} />
      {index ? <ServiceLine hops={view.hops} tallies={tallies} /> : null}
      <Part title="Who approved what">
        <Approvals events={data.events} />
      </Part>
      {rows.length > 0 ? (
        <Part title="Timeline">
          <Timeline
            rows={rows}
            {...spanOf(rows, now)}
            outages={outagesOf(view)}
            label="What ran when; the steps below say it in words"
          />
        </Part>
      ) : null}
      <Part title="Predicted beside actual">
        {view.hops.map((hop) => (
          <PartsChart key={hop.to} hop={hop} title={`${hop.from} → ${hop.to}`} />
        ))}
      </Part>
      <Part title="Steps">
        <StepList tallies={tallies} steps={steps} isWhole />
      </Part>
    </>
  );
}

function Proof({ data: { hashes, seal } }: { readonly data: ReportData }) {
  return (
    <>
      {hashes.length > 0 ? (
        <Part title="Hashes">
          <table class="hashes">
            <tbody>
              {hashes.map(({ what, name, sha256 }) => (
                <tr key={`${what} ${name} ${sha256}`}>
                  <td>{what}</td>
                  <th scope="row">{name}</th>
                  <td>
                    <code>{sha256}</code>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </Part>
      ) : null}
      {seal === null ? null : (
        <Part title="The journal">
          <p>
            {seal.events.toLocaleString('en')} events, {seal.state}; the hash of the last is{' '}
            <code>{seal.last}</code>,{' '}
            {seal.signedBy === null ? 'signed by nobody' : `signed by ${seal.signedBy}`}.
          </p>
          {seal.why.map((why) => (
            <p class="bad" key={why}>
              {why}
            </p>
          ))}
          <p>
            All of it is in this file: <code>baiup report --verify FILE</code> finds a changed, missing or cut
            event.
          </p>
        </Part>
      )}
    </>
  );
}

function Report({ data }: { readonly data: ReportData }) {
  const { plan, view, receipt, document, evidence, made, baiup } = data;
  return (
    <main class="page report">
      {view ? (
        <RunHead view={view} data={data} />
      ) : plan ? (
        <header class="run-head">
          <p class="where">
            <code>{plan.id}</code> for {plan.cluster}
          </p>
          <h1>
            <span class="state">Plan</span>{' '}
            <span class="way">
              {plan.from} → {plan.to}
            </span>
          </h1>
          <p class="says">
            Predicted downtime {rangeText(plan.downtime.predicted, plan.downtime.predictedRange)}:{' '}
            {plan.downtime.basis}
          </p>
        </header>
      ) : null}
      {view ? <RunParts view={view} plan={plan} data={data} /> : null}
      {document ? (
        <Part title="Before and after">
          <Equality document={document} />
        </Part>
      ) : null}
      {plan && plan.findings.length > 0 ? (
        <Part title="Findings">
          <Findings findings={plan.findings} />
        </Part>
      ) : null}
      <Part title="Rehearsal">
        {receipt ? <ReceiptView receipt={receipt} /> : <p>There is no receipt of a rehearsal.</p>}
      </Part>
      {plan ? (
        <Part title={view ? 'The plan that it carried out' : 'What it would do'}>
          <PlanTree plan={plan} />
        </Part>
      ) : (
        <p class="bad">The plan is lost.</p>
      )}
      {evidence.length > 0 ? (
        <Part title="What was kept when it failed">
          {evidence.map(({ step, file, tail }) => (
            <LogTail key={`${step} ${file}`} title={`${step}: ${file}`} text={tail} />
          ))}
        </Part>
      ) : null}
      <Proof data={data} />
      <footer class="quiet">
        Made <Moment at={made} withDay /> by baiup {baiup}. Times are UTC.
      </footer>
    </main>
  );
}

/** A report as the title and the content of a page; nothing in it needs a script. */
export function renderReport(data: ReportData): { title: string; body: string } {
  const { view, plan } = data;
  const of = view ?? plan;
  const title = of ? `${of.cluster}: ${of.from} → ${of.to}${view ? `, ${view.run}` : ''}` : 'baiup';
  return { title, body: renderToString(<Report data={data} />) };
}
