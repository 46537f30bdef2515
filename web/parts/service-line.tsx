import type { RunView } from '../../src/core/run/view.ts';
import { plural } from './plural.ts';
import { seconds } from './seconds.ts';
import type { Tally } from './tally.ts';

/** A stop on the way: a phase, or all waves together. */
interface Station {
  readonly title: string;
  readonly side: Tally['phase']['side'];
  readonly stands: 'todo' | 'now' | 'done' | 'failed' | 'undone';
  readonly done: number;
  readonly total: number;
  readonly failed: number;
  /** Seconds so far. */
  readonly took?: number;
}

function stands({ done, total, failed, moving, undone }: Record<string, number>): Station['stands'] {
  if (failed) return 'failed';
  if (moving) return 'now';
  if (undone) return 'undone';
  if (done === total) return 'done';
  return done ? 'now' : 'todo';
}

function stationOf(title: string, tallies: readonly Tally[]): Station {
  const sum = (of: keyof Tally['counts']): number => tallies.reduce((all, { counts }) => all + counts[of], 0);
  const total = tallies.reduce((all, { phase }) => all + phase.steps.length, 0);
  const [done, failed] = [sum('done'), sum('failed')];
  const moving = sum('moving') + sum('waiting');
  const from = Math.min(...tallies.map(({ from: began = Number.POSITIVE_INFINITY }) => began));
  const to = Math.max(...tallies.map(({ to: ended = 0 }) => ended));
  return {
    ...{ title, side: tallies[0]?.phase.side ?? 'before', done, total, failed },
    stands: stands({ done, total, failed, moving, undone: sum('undone') }),
    ...(to > from ? { took: (to - from) / 1000 } : {}),
  };
}

/** The stations of a hop in order; its waves are one. */
export function stationsOf(tallies: readonly Tally[]): Station[] {
  const waves = tallies.filter(({ phase }) => phase.wave !== undefined);
  const single = tallies.filter(({ phase: { wave, steps } }) => wave === undefined && steps.length > 0);
  return [
    ...single.map((tally) => stationOf(tally.phase.title, [tally])),
    ...(waves.length > 0 ? [stationOf(plural(waves.length, 'wave'), waves)] : []),
  ];
}

const says = {
  todo: 'to do',
  now: 'under way',
  done: 'done',
  failed: 'failed',
  undone: 'taken back',
} as const;

function StationItem({ station, isFirst }: { readonly station: Station; readonly isFirst: boolean }) {
  const { title, side, stands: state, done, total, failed, took } = station;
  const flag = side === 'stopped' ? 'service stops' : 'service is back';
  return (
    <li
      class={`station side-${side} is-${state}${isFirst ? ' is-first' : ''}`}
      aria-current={state === 'now' ? 'step' : undefined}
    >
      {isFirst && side !== 'before' ? <span class="flag">{flag}</span> : null}
      <span class="stop" aria-hidden="true" />
      <span class="name">{title}</span>
      <span class="how">
        <span class="heard">{says[state]}, </span>
        {state === 'done'
          ? plural(total, 'step')
          : `${done.toLocaleString('en')} of ${total.toLocaleString('en')}`}
        {failed > 0 ? <strong class="bad"> · ✗ {failed} failed</strong> : null}
        {took === undefined ? '' : ` · ${seconds(took)}`}
      </span>
    </li>
  );
}

/** More stations than that go into several rows. */
const mostInRow = 9;

/** How many stations a row of a line has, so that all of its rows are about as long. */
export function inRow(stations: number): number {
  const rows = Math.ceil(stations / mostInRow);
  return Math.ceil(stations / Math.max(1, rows));
}

interface ServiceLineProps {
  readonly hops: RunView['hops'];
  readonly tallies: readonly Tally[];
}

/**
 * The way of a run as a line with its phases as stations: drawn through where users have their service, and open where
 * they do not.
 */
export function ServiceLine({ hops, tallies }: ServiceLineProps) {
  return (
    <div class="lines">
      {hops.map((hop, index) => {
        const stations = stationsOf(tallies.filter(({ phase }) => phase.hop === index));
        return (
          <section class={`way hop-${hop.state}`} key={index}>
            {hops.length > 1 ? (
              <h3>
                Hop {index + 1}: {hop.from} → {hop.to}
              </h3>
            ) : null}
            <ol class={`line in-${inRow(stations.length)}`} aria-label={`Phases of ${hop.from} to ${hop.to}`}>
              {stations.map((station, at) => (
                <StationItem key={at} station={station} isFirst={station.side !== stations[at - 1]?.side} />
              ))}
            </ol>
          </section>
        );
      })}
    </div>
  );
}
