import type { Plan, PlannedStep } from '../../src/core/plan/plan.ts';
import type { RunEvent, RunFact } from '../../src/core/run/event.ts';
import type { StepView } from '../../src/core/run/view.ts';
import { indexPlan, type PlanIndex } from './plan-index.ts';

const verbs = [
  ['stage', 'before', 'environment.stage', 20],
  ['stop', 'stopped', 'service.stop', 2],
  ['capture', 'stopped', 'files.capture', 1],
  ['migrate', 'stopped', 'schema.migrate', 3],
  ['switch', 'stopped', 'service.switch', 0.1],
  ['start', 'stopped', 'service.start', 4],
  ['prove', 'back', 'component.prove', 2],
] as const;

type Verb = (typeof verbs)[number];

const name = (number: number): string => `a${String(number).padStart(4, '0')}`;

function stepOf([verb, , kind, estimate]: Verb, host: string, hop: number): PlannedStep {
  const component = host === 'm1' ? 'manager' : 'agent';
  const title = `${verb.charAt(0).toUpperCase()}${verb.slice(1)} ${component} ${host}`;
  return {
    id: `${hop + 1}.${verb}.${host}`,
    kind,
    title,
    params: { component },
    needs: [],
    hosts: [host],
    estimate,
  };
}

/** A plan of one manager and so many agents, each on a host of its own. */
function planOf(agents: number, hops: number): Plan {
  const hosts = ['m1', ...Array.from({ length: agents }, (_, index) => name(index + 1))];
  const phases = (hop: number) =>
    verbs.map((verb) => ({
      ...{ name: verb[0], title: verb[0], side: verb[1] },
      steps: (verb[0] === 'migrate' ? ['m1'] : hosts).map((host) => stepOf(verb, host, hop)),
    }));
  const parts = verbs
    .filter(([, side]) => side === 'stopped')
    .map(([part, , , seconds]) => ({ part, seconds, source: 'recorded' }));
  const predicted = {
    ...{ from: '24.03.10', to: '24.03.11', predicted: 10.1, predictedRange: [8, 13] },
    ...{ parts, chain: [] },
  };
  const all = Array.from({ length: hops }, (_, index) => index);
  return {
    ...{ format: 4, id: 'p-00000001', cluster: 'fleet', from: '24.03.10', to: '24.03.11' },
    ...{ policy: 'page', windows: 'each' },
    ...{ madeWith: { baiup: '0.1.0', catalog: '' }, fingerprint: '', accepted: [] },
    facts: {
      components: hosts.map((host) => ({
        ...{ id: host, component: host === 'm1' ? 'manager' : 'agent', host, version: '24.03.10' },
        ...{ environment: '/opt/venv', configSha256: '' },
      })),
      revisions: ['3596bc12ec09'],
    },
    hops: all.map((hop) => ({
      ...{ from: '24.03.10', to: '24.03.11', kind: 'minor', phases: phases(hop) },
      route: { kind: 'none', run: [], fill: [], orphans: [], why: 'both have the same revisions' },
    })),
    findings: [
      { code: 'workloads.running', severity: 'warning', subject: 'fleet', summary: '3 sessions would end' },
    ],
    downtime: {
      predicted: 10.1,
      predictedRange: [8, 13],
      basis: 'as recorded',
      hops: all.map(() => predicted),
    },
  } as unknown as Plan;
}

const service = (id: string): Pick<StepView, 'service' | 'member'> => {
  const [, verb, member = ''] = id.split('.');
  if (verb === 'stop') return { service: 'stopping', member };
  return verb === 'start' ? { service: 'starting', member } : {};
};

/** All that happens in it where all goes well: of each phase all steps begin, then all end. */
function factsOf(plan: Plan): RunFact[] {
  const began: RunFact = {
    ...{ kind: 'run.started', plan: plan.id, cluster: plan.cluster, from: plan.from, to: plan.to },
    ...{
      hops: plan.hops.map(({ from, to, kind }) => ({ from, to, kind })),
      predicted: 10.1,
      who: 'ana@desk',
      accepted: [],
    },
    foreseen: { predictedRange: [8, 13], hops: plan.downtime.hops ?? [] },
    window: { seconds: 1200, wayBack: 60 },
  };
  const ofHop = ({ phases }: Plan['hops'][number], hop: number): RunFact[] => {
    const told = phases.flatMap(({ steps }) => [
      ...steps.map(({ id, title }) => ({ kind: 'step.started', step: id, hop, title, ...service(id) })),
      ...steps.map(({ id, title, estimate }) => ({
        ...{ kind: 'step.finished', seconds: estimate, step: id, hop, title, ...service(id) },
      })),
    ]);
    return [...(told as RunFact[]), { kind: 'hop.finished', hop }];
  };
  return [began, ...plan.hops.flatMap(ofHop), { kind: 'run.finished', state: 'done' }];
}

export interface SimulatedFleet {
  readonly plan: Plan;
  readonly index: PlanIndex;
  readonly facts: readonly RunFact[];
  /** Its steps as they are at the end. */
  readonly views: ReadonlyMap<string, StepView>;
  /** The facts as events, one every so many milliseconds from a time on. */
  readonly eventsFrom: (at: number, everyMs: number) => RunEvent[];
}

/** A cluster of one manager and so many agents, and a run of its upgrade in so many hops. */
export function simulatedFleet(agents: number, hops = 1): SimulatedFleet {
  const plan = planOf(agents, hops);
  const facts = factsOf(plan);
  const index = indexPlan(plan);
  const started = '2026-11-29T02:00:00.000Z';
  const views = new Map(
    [...index.steps.values()].map(({ id, title, estimate }): [string, StepView] => [
      id,
      { step: id, hop: 0, title, state: 'done', started, seconds: estimate, ...service(id) },
    ]),
  );
  const eventsFrom = (at: number, everyMs: number): RunEvent[] =>
    facts.map((fact, number) => ({
      ...{ seq: number + 1, at: new Date(at + number * everyMs).toISOString(), run: 'r-1' },
      ...fact,
    }));
  return { plan, index, facts, views, eventsFrom };
}
