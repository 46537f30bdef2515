import type { Plan } from '../plan/plan.ts';
import type { RunEvent } from './event.ts';
import type { Happened } from './moment.ts';

type Hop = Plan['hops'][number];

/** Those of a kind by which service is stopped or comes back. */
const idsOf = ({ phases }: Hop, kind: 'service.stop' | 'service.start'): ReadonlySet<string> =>
  new Set(
    phases
      .filter(({ wave, beside }) => wave === undefined && !beside)
      .flatMap(({ steps }) => steps.filter((step) => step.kind === kind).map(({ id }) => id)),
  );

/** Of a hop whose members turn back beside others once those that were stopped answer. */
const stopsBeside = (hop: Hop): ReadonlySet<string> =>
  hop.phases.some(({ beside }) => beside) ? idsOf(hop, 'service.stop') : new Set();

const goesBack = 'the cluster goes back';

/** When a hop stops its first service, and when all that it stopped answer again, on the way there or back. */
export function serviceMoments({ hops }: Pick<Plan, 'hops'>): (event: RunEvent) => Happened[] {
  const starts = hops.map((hop) => idsOf(hop, 'service.start'));
  const stopped = hops.map(stopsBeside);
  const undone = hops.map(() => new Set<string>());
  const up = hops.map(() => new Set<string>());
  const down = new Set<number>();

  const stops = (hop: number, why?: string): Happened[] => {
    if (down.has(hop)) return [];
    down.add(hop);
    up[hop]?.clear();
    return [{ event: 'stop.begun', hop, ...(why === undefined ? {} : { why }) }];
  };
  const back = (hop: number): Happened[] => (down.delete(hop) ? [{ event: 'service.back', hop }] : []);
  const answers = (hop: number, id: string): Happened[] =>
    up[hop]?.add(id).size === starts[hop]?.size ? back(hop) : [];

  const answersAgain = (hop: number, id: string): Happened[] => {
    const all = stopped[hop];
    return all?.has(id) && undone[hop]?.add(id).size === all.size ? back(hop) : [];
  };

  return (event) => {
    switch (event.kind) {
      case 'step.started':
        return event.service === 'stopping' && !event.inWave ? stops(event.hop) : [];
      case 'step.finished':
        return event.service === 'starting' && !event.inWave ? answers(event.hop, event.step) : [];
      case 'step.undoing':
        return starts[event.hop]?.has(event.step) ? stops(event.hop, goesBack) : [];
      case 'step.undone':
        return answersAgain(event.hop, event.step);
      case 'step.done-again':
        return stops(event.hop, goesBack);
      case 'hop.finished':
        return back(event.hop);
      case 'undo.finished':
        return [...down].flatMap(back);
      default:
        return [];
    }
  };
}
