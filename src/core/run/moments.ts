import type { Plan } from '../plan/plan.ts';
import { walkPlan } from '../plan/walk.ts';
import type { RunEvent } from './event.ts';
import type { Happened, Moment } from './moment.ts';
import { isPointless } from './pointless.ts';
import { serviceMoments } from './service-moments.ts';

const slipped = {
  'outage.slipped': 'services are away for longer than foreseen',
  'window.turn-passed': 'from now on, going back would end after the window',
  'window.too-short': 'the remaining hops no longer fit into the window',
} as const;

/** When the first step of each phase begins. */
function phaseMoments(plan: Plan): (event: RunEvent) => Happened[] {
  const placed = new Map(walkPlan(plan).map(({ step, phase, hop }) => [step.id, { phase, hop }]));
  const begun = new Set<object>();
  return (event) => {
    const found = event.kind === 'step.started' ? placed.get(event.step) : undefined;
    if (!found || begun.has(found.phase)) return [];
    begun.add(found.phase);
    return [{ event: 'phase.begun', hop: found.hop, phase: found.phase.title }];
  };
}

/** Begin and end of a run, and why it stops or goes back. */
function courseMoments(): (event: RunEvent) => Happened[] {
  let failure: Moment['failure'];
  let stopped: Pick<Moment, 'who' | 'why'> = {};
  return (event) => {
    switch (event.kind) {
      case 'run.started':
        return [
          ...(event.window ? [{ event: 'window.planned', who: event.who } as const] : []),
          { event: 'run.begun', who: event.who },
        ];
      case 'run.resumed':
        failure = undefined;
        stopped = {};
        return [];
      case 'step.failed':
        if (!isPointless(event.failure)) failure ??= { ...event.failure, step: event.title };
        return [];
      case 'outage.slipped':
      case 'window.turn-passed':
      case 'window.too-short':
        return [{ event: 'run.slipped', hop: event.hop, why: slipped[event.kind] }];
      case 'run.asked':
        stopped = { who: event.who, why: event.why };
        return [];
      case 'approval.asked':
        stopped = { why: `it waits for approval: ${event.title}` };
        return [];
      case 'run.stopped':
        return [{ event: 'run.stopped', ...stopped }];
      case 'undo.started':
        if (event.why === 'abort') return [{ event: 'run.aborted', ...stopped, who: event.who }];
        return event.why === 'failure' ? [{ event: 'run.failed', ...(failure ? { failure } : {}) }] : [];
      case 'run.finished': {
        const { state } = event;
        return [{ event: state === 'rolled-back' ? 'run.rolled-back' : 'run.finished', state }];
      }
      default:
        return [];
    }
  };
}

/** What of a run others are told of: its events go in one after the other, and moments come out. */
export function momentsOf(plan: Plan): (event: RunEvent) => Moment[] {
  const watched = [courseMoments(), phaseMoments(plan), serviceMoments(plan)];
  return (event) => {
    const { seq, at } = event;
    return watched.flatMap((look) => look(event)).map((each) => ({ ...each, seq, at }));
  };
}
