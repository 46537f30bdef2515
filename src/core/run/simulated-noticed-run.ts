import type { Plan } from '../plan/plan.ts';
import type { RunEvent, RunFact } from './event.ts';
import type { NoticedRun } from './make-notice.ts';
import { simulatedBegun } from './simulated-begun.ts';

const step = (hop: number, verb: string, member: string, kind: string) => ({
  id: `${hop}.${verb}.${member}`,
  kind,
  title: `${verb} ${member}`,
  params: {},
  needs: [],
  hosts: [],
  estimate: 1,
});

const hop = (number: number): Plan['hops'][number] => ({
  from: String(number),
  to: String(number + 1),
  kind: 'major',
  route: { kind: 'none', run: [], fill: [], orphans: [], why: '' },
  phases: [
    {
      name: 'stop',
      title: 'Stop services',
      side: 'stopped',
      steps: [step(number, 'stop', 'm1', 'service.stop'), step(number, 'stop', 'a1', 'service.stop')],
    },
    {
      name: 'start',
      title: 'Start services',
      side: 'stopped',
      steps: [step(number, 'start', 'm1', 'service.start'), step(number, 'start', 'a1', 'service.start')],
    },
    {
      name: 'prove',
      title: 'Prove it',
      side: 'back',
      steps: [step(number, 'prove', 'm1', 'component.prove')],
    },
  ],
});

/** A run of two hops, each with two services, that others are told of. */
export function simulatedNoticedRun(): NoticedRun {
  const plan = { cluster: 'lab', from: '1', to: '3', hops: [hop(1), hop(2)] } as unknown as Plan;
  return { name: 'r-1', id: 'run-id', plan };
}

/** Facts as its journal has them, one a second. */
export function simulatedEvents(facts: readonly RunFact[]): RunEvent[] {
  return facts.map((fact, index) => ({
    seq: index + 1,
    at: new Date(Date.UTC(2026, 0, 1, 0, 0, index)).toISOString(),
    run: 'r-1',
    ...fact,
  }));
}

const foreseen = (from: string, to: string) => ({
  from,
  to,
  predicted: 60,
  predictedRange: [50, 90] as [number, number],
  parts: [],
  chain: [],
});

/** How it begins. */
export const simulatedBeginning: RunFact = {
  ...simulatedBegun,
  hops: [
    { from: '1', to: '2', kind: 'major' },
    { from: '2', to: '3', kind: 'major' },
  ],
  predicted: 120,
  foreseen: { predictedRange: [100, 180], hops: [foreseen('1', '2'), foreseen('2', '3')] },
  window: { seconds: 1200, wayBack: 60 },
  who: 'ana@desk',
  hooks: ['chat', 'page'],
};

const started = (hop: number, verb: string, member: string, service?: 'stopping' | 'starting'): RunFact => ({
  kind: 'step.started',
  ...label(hop, verb, member),
  ...(service ? { service, member } : {}),
});
const finished = (hop: number, verb: string, member: string, service?: 'stopping' | 'starting'): RunFact => ({
  kind: 'step.finished',
  seconds: 1,
  ...label(hop, verb, member),
  ...(service ? { service, member } : {}),
});

/** How events name one of its steps. */
function label(number: number, verb: string, member: string) {
  return { step: `${number}.${verb}.${member}`, hop: number - 1, title: `${verb} ${member}` };
}

/** What a hop of it tells when all goes well. */
export function simulatedHop(number: number): RunFact[] {
  return [
    started(number, 'stop', 'm1', 'stopping'),
    started(number, 'stop', 'a1', 'stopping'),
    finished(number, 'stop', 'm1', 'stopping'),
    finished(number, 'stop', 'a1', 'stopping'),
    started(number, 'start', 'm1', 'starting'),
    finished(number, 'start', 'm1', 'starting'),
    started(number, 'start', 'a1', 'starting'),
    finished(number, 'start', 'a1', 'starting'),
    started(number, 'prove', 'm1'),
    finished(number, 'prove', 'm1'),
    { kind: 'hop.finished', hop: number - 1 },
  ];
}
