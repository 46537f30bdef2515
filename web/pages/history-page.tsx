import type { RunDocument } from '../../src/ui/server/wire.ts';
import { pathTo } from '../live/route.ts';
import type { Served } from '../live/store.ts';
import { Mark } from '../parts/mark.tsx';
import { Moment } from '../parts/moment.tsx';
import { seconds } from '../parts/seconds.ts';
import { KeptPlans } from './kept-plans.tsx';

const marks: Readonly<Record<RunDocument['state'], 'done' | 'failed' | 'moving' | 'waiting' | 'undone'>> = {
  running: 'moving',
  undoing: 'moving',
  stopped: 'waiting',
  cut: 'failed',
  damaged: 'failed',
  done: 'done',
  failed: 'failed',
  'rolled-back': 'undone',
  broken: 'failed',
};

function RunRow({ found }: { readonly found: RunDocument }) {
  const { run, cluster, from, to, state, who, started, ended, downtime, damage } = found;
  const lasted = started && ended ? (Date.parse(ended) - Date.parse(started)) / 1000 : undefined;
  return (
    <tr>
      <th scope="row">
        <a href={pathTo.run(run)}>{run}</a>
      </th>
      <td>
        <Mark of={marks[state]} />
        {state}
        {damage ? <p class="bad">{damage}</p> : null}
      </td>
      <td class="mono">
        {from ?? '?'} → {to ?? '?'}
      </td>
      <td>{cluster}</td>
      <td>{started ? <Moment at={started} withDay /> : '–'}</td>
      <td class="number">{lasted === undefined ? '–' : seconds(lasted)}</td>
      <td class="number">{downtime?.actual === undefined ? '–' : seconds(downtime.actual)}</td>
      <td class="number">{downtime === null ? '–' : seconds(downtime.predicted)}</td>
      <td>{who}</td>
    </tr>
  );
}

interface HistoryPageProps {
  readonly runs: readonly RunDocument[] | undefined;
  /** The plan that is shown now. */
  readonly served: Served | null | undefined;
}

/** All runs, the latest first, and the plans that were made here. */
export function HistoryPage({ runs, served }: HistoryPageProps) {
  return (
    <>
      <header class="page-head">
        <h1>History</h1>
      </header>
      {runs?.length === 0 ? <p>No runs yet.</p> : null}
      {runs && runs.length > 0 ? (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a wide table is scrolled with the keys
        <section class="wide" aria-label="All runs" tabIndex={0}>
          <table class="runs">
            <thead>
              <tr>
                <th scope="col">Run</th>
                <th scope="col">State</th>
                <th scope="col">From → to</th>
                <th scope="col">Cluster</th>
                <th scope="col">Began</th>
                <th scope="col" class="number">
                  Took
                </th>
                <th scope="col" class="number">
                  Downtime
                </th>
                <th scope="col" class="number">
                  Predicted
                </th>
                <th scope="col">Who</th>
              </tr>
            </thead>
            <tbody>
              {runs.toReversed().map((found) => (
                <RunRow key={found.id} found={found} />
              ))}
            </tbody>
          </table>
        </section>
      ) : null}
      <KeptPlans served={served} />
    </>
  );
}
