import { expect, it } from 'vitest';
import type { Phase, PlannedHop } from '../plan/plan.ts';
import type { RunEvent, RunFact } from './event.ts';
import { serviceMoments } from './service-moments.ts';

const step = (id: string, kind: string) => ({
  id,
  kind,
  title: id,
  params: {},
  needs: [],
  hosts: [],
  estimate: 1,
});
const stopped: Phase = {
  name: 'others',
  title: 'others',
  side: 'stopped',
  steps: ['a1', 'p1'].flatMap((id) => [
    step(`1.stop.${id}`, 'service.stop'),
    step(`1.start.${id}`, 'service.start'),
  ]),
};
const beside: Phase = {
  ...stopped,
  side: 'before',
  beside: true,
  steps: [step('1.stop.w1', 'service.stop')],
};

const label = (id: string) => ({ step: id, hop: 0, title: id });
const wayBack: readonly RunFact[] = [
  { kind: 'step.undoing', ...label('1.start.a1') },
  { kind: 'step.undone', seconds: 1, ...label('1.start.a1') },
  { kind: 'step.undone', seconds: 1, ...label('1.stop.a1') },
  { kind: 'step.undone', seconds: 1, ...label('1.stop.p1') },
  { kind: 'step.undone', seconds: 9, ...label('1.stop.w1') },
  { kind: 'undo.finished', seconds: 12 },
];

/** After which facts of the way back something is told, and what. */
function told(...phases: Phase[]): string[] {
  const moments = serviceMoments({ hops: [{ phases } as unknown as PlannedHop] });
  return wayBack.flatMap((fact, seq) => {
    const event = { seq, at: '', run: 'r-1', ...fact } as RunEvent;
    return moments(event).map((moment) => `${seq} ${moment.event}`);
  });
}

it('service is back, going back, once those answer that were stopped: others turn back beside', () => {
  expect(told(beside, stopped)).toEqual(['0 stop.begun', '3 service.back']);
});

it('service is back, going back, once all is undone, where nobody turned beside another', () => {
  expect(told(stopped)).toEqual(['0 stop.begun', '5 service.back']);
});
