import type { Plan } from '../plan/plan.ts';
import type { RunEvent } from './event.ts';
import type { Happened } from './moment.ts';

const startsOf = ({ phases }: Plan['hops'][number]): ReadonlySet<string> =>
  new Set(
    phases
      .filter(({ wave, beside }) => wave === undefined && !beside)
      .flatMap(({ steps }) => steps.filter(({ kind }) => kind === 'service.start').map(({ id }) => id)),
  );

const goesBack = 'the cluster goes back';

/** When a hop stops its first service, and when all that it stopped answer again, on the way there or back. */
export function serviceMoments({ hops }: Pick<Plan, 'hops'>): (event: RunEvent) => Happened[] {
  const starts = hops.map(startsOf);
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

  return (event) => {
    switch (event.kind) {
      case 'step.started':
        return event.service === 'stopping' && !event.inWave ? stops(event.hop) : [];
      case 'step.finished':
        return event.service === 'starting' && !event.inWave ? answers(event.hop, event.step) : [];
      case 'step.undoing':
        return starts[event.hop]?.has(event.step) ? stops(event.hop, goesBack) : [];
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
