import type { Plan } from '../../core/plan/plan.ts';
import { hostStates, hostsByState, phasesNow } from '../../core/run/hosts-by-state.ts';
import type { RunView } from '../../core/run/view.ts';
import { visible } from '../../lib/visible.ts';
import type { RunDocument } from './wire.ts';

interface Measured {
  readonly document: RunDocument;
  readonly view: RunView;
  readonly plan: Plan | undefined;
}

type Labels = Readonly<Record<string, string>>;

const quoted = (text: string): string => visible(text).replace(/["\\]/g, (sign) => `\\${sign}`);

function line(name: string, labels: Labels, value: number): string {
  const told = Object.entries(labels).map(([label, text]) => `${label}="${quoted(text)}"`);
  return `baiup_${name}${told.length > 0 ? `{${told.join(',')}}` : ''} ${value}`;
}

/** A measure with all its values, in the text form of Prometheus. */
const gauge = (name: string, help: string, lines: readonly string[]): string[] =>
  lines.length === 0 ? [] : [`# HELP baiup_${name} ${help}`, `# TYPE baiup_${name} gauge`, ...lines];

const states: readonly RunDocument['state'][] = [
  ...([
    'running',
    'stopped',
    'undoing',
    'cut',
    'done',
    'failed',
    'rolled-back',
    'broken',
    'damaged',
  ] as const),
];

function secondsOf({ document: { started, ended } }: Measured, now: number): number {
  const from = started === null ? now : Date.parse(started);
  return Math.max(0, ((ended === null ? now : Date.parse(ended)) - from) / 1000);
}

/** Seconds without full service until now, also while it is not back. */
function downOf({ view: { downtime } }: Measured, now: number): number {
  const open = downtime.since === undefined ? 0 : (now - Date.parse(downtime.since)) / 1000;
  return (downtime.actual ?? 0) + Math.max(0, open);
}

function counted<T extends string>(all: Iterable<T>): Map<T, number> {
  const counts = new Map<T, number>();
  for (const each of all) counts.set(each, (counts.get(each) ?? 0) + 1);
  return counts;
}

/** What Prometheus is told: all runs by state, and of those that matter now how far they are. */
export function metricsText(
  runs: readonly RunDocument[],
  measured: readonly Measured[],
  viewers: number,
  now: number,
): string {
  const byState = counted(runs.map(({ state }) => state));
  const each = (name: string, help: string, of: (run: Measured, labels: Labels) => string[]): string[] =>
    gauge(
      name,
      help,
      measured.flatMap((run) => of(run, { run: run.document.run, cluster: run.document.cluster ?? '' })),
    );
  return [
    ...gauge(
      'runs',
      'Runs by state.',
      states.map((state) => line('runs', { state }, byState.get(state) ?? 0)),
    ),
    ...each('run_state', 'The state of a run: 1 for the one that it is in.', ({ document }, labels) =>
      states.map((state) => line('run_state', { ...labels, state }, document.state === state ? 1 : 0)),
    ),
    ...each('run_phase', 'Phases with steps that run now.', ({ plan, view }, labels) =>
      plan ? phasesNow(plan, view).map((phase) => line('run_phase', { ...labels, phase }, 1)) : [],
    ),
    ...each('run_seconds', 'Seconds since a run began, until its end.', (run, labels) => [
      line('run_seconds', labels, secondsOf(run, now)),
    ]),
    ...each('run_downtime_seconds', 'Seconds without full service so far.', (run, labels) => [
      line('run_downtime_seconds', labels, downOf(run, now)),
    ]),
    ...each('run_downtime_predicted_seconds', 'Seconds that were foreseen.', ({ view }, labels) => [
      line('run_downtime_predicted_seconds', labels, view.downtime.predicted),
    ]),
    ...each('run_hosts', 'Hosts by how far they are.', ({ plan, view }, labels) => {
      const hosts = counted(plan ? hostsByState(plan, view).values() : []);
      return plan
        ? hostStates.map((state) => line('run_hosts', { ...labels, state }, hosts.get(state) ?? 0))
        : [];
    }),
    ...each('run_steps', 'Steps by state.', ({ view }, labels) =>
      [...counted(view.steps.map(({ state }) => state))].map(([state, count]) =>
        line('run_steps', { ...labels, state }, count),
      ),
    ),
    ...gauge('viewers', 'Pages that look now.', [line('viewers', {}, viewers)]),
    '',
  ].join('\n');
}
