import type { Phase, PlannedHop, PlannedStep } from '../../core/plan/plan.ts';
import { serviceStart } from '../steps/service-start.ts';
import { announceEndSteps, announceSteps } from './announce-steps.ts';
import { noteAnswersSteps } from './api-steps.ts';
import { atOnce } from './at-once.ts';
import { besideSteps } from './beside-steps.ts';
import { viewSteps } from './census-steps.ts';
import { configurationOf, configureSteps } from './configure.ts';
import { captureSteps, migrateSteps, warmSteps } from './data-steps.ts';
import type { HopDraft, HopMember } from './draft.ts';
import { drainSteps } from './drain-steps.ts';
import { noteEnvironmentSteps } from './environment-steps.ts';
import { filesSteps } from './file-steps.ts';
import { ids, join, joint } from './join.ts';
import { keySteps } from './key-steps.ts';
import { linkSteps } from './link-steps.ts';
import { lockSteps } from './lock-steps.ts';
import { manualSteps } from './manual-steps.ts';
import { othersWaitSteps } from './others-wait-steps.ts';
import {
  moveSteps,
  ownCaptureSteps,
  ownCreateSteps,
  ownExpectSteps,
  ownMigrateSteps,
  ownProveSteps,
  ownWarmSteps,
} from './own-data-steps.ts';
import { parkSteps } from './park-steps.ts';
import { proveSteps } from './prove.ts';
import { slotSteps } from './slot-steps.ts';
import { stageSteps } from './stage.ts';
import { stopping } from './stopping.ts';
import { trySteps } from './try-steps.ts';
import { startSteps, stopSteps, switchSteps } from './turn.ts';
import { noteAgentSteps, wavePhases } from './wave-steps.ts';
import { wholeRoute } from './whole-route.ts';

function phase(name: string, title: string, side: Phase['side'], steps: PlannedStep[]): Phase {
  return { name, title, side, steps };
}

/**
 * The steps of a hop while services are stopped, and what later steps must wait for until all services answer again.
 */
interface Stop {
  readonly phases: readonly Phase[];
  readonly started: readonly string[];
}

/** Environments and configurations, once what they build on has moved. */
function turnSteps(
  draft: HopDraft,
  members: readonly HopMember[],
  moved: readonly string[],
  gate: readonly string[],
): PlannedStep[] {
  return [
    ...switchSteps(draft, members, moved, gate),
    ...configureSteps(draft, members, [...moved, ...gate]),
  ];
}

/** A major hop, or several at once: everything stops, the database moves, everything starts together. */
function majorStop(draft: HopDraft, gate: readonly string[]): Stop {
  const members = stopping(draft);
  const stop = stopSteps(draft, members, gate);
  const stopped = join(draft, 'stopped', 'Everything is stopped', ids(stop));
  const clusters = captureSteps(draft, members);
  const capture = [...clusters, ...ownCaptureSteps(draft)];
  const migrations = migrateSteps(draft, stopped.needs);
  const move = moveSteps(draft, [...ids(clusters), ...ids(migrations)]);
  const keys = keySteps(draft, [...ids(capture), ...ids(migrations)]);
  const slots = slotSteps(draft, ids(migrations));
  const locks = lockSteps(draft, stopped.needs);
  const migrate = [...migrations, ...slots, ...keys, ...locks, ...move, ...ownMigrateSteps(draft)];
  const manual = manualSteps(draft, 'stopped', [...stopped.needs, ...ids(capture), ...ids(migrate)]);
  const moved = [...ids(capture), ...ids(migrate), ...ids(manual)];
  const view = viewSteps(draft, [...stopped.needs, ...moved]);
  const turn = turnSteps(draft, members, moved, gate);
  const turned = join(draft, 'turned', 'Everything is switched', [...moved, ...ids(view), ...ids(turn)]);
  const start = startSteps(draft, members, turned.needs);
  const started = join(draft, 'started', 'Everything answers', ids(start));
  const phases = [
    phase('stop', 'stop', 'stopped', [...stop, ...stopped.barrier]),
    phase('capture', 'capture', 'stopped', [...capture, ...filesSteps(draft, members)]),
    phase('migrate', 'migrate', 'stopped', migrate),
    phase('manual-stopped', 'manual steps, now', 'stopped', manual),
    phase('view', 'keep hold', 'stopped', view),
    phase('switch', 'switch', 'stopped', [...turn, ...turned.barrier]),
    phase('start', 'start', 'stopped', [...start, ...started.barrier]),
  ];
  return { phases, started: started.needs };
}

/** The managers of a minor hop, before all others: stop, upgrade, schema, start. */
function managersFirst(draft: HopDraft, managers: readonly HopMember[], gate: readonly string[]) {
  const stop = stopSteps(draft, managers, gate);
  const stopped = join(draft, 'stopped', 'Every manager is stopped', ids(stop));
  const capture = captureSteps(draft, managers);
  const migrations = migrateSteps(draft, stopped.needs);
  const slots = slotSteps(draft, ids(migrations));
  const keys = keySteps(draft, [...ids(capture), ...ids(migrations)]);
  const locks = lockSteps(draft, stopped.needs);
  const migrate = [...migrations, ...slots, ...keys, ...locks];
  const manual = manualSteps(draft, 'stopped', [...stopped.needs, ...ids(capture), ...ids(migrate)]);
  const moved = [...ids(capture), ...ids(migrate), ...ids(manual)];
  const view = viewSteps(draft, [...stopped.needs, ...moved]);
  const turn = turnSteps(draft, managers, moved, gate);
  const turned = join(draft, 'turned', 'Every manager is switched', [...moved, ...ids(view), ...ids(turn)]);
  const start = startSteps(draft, managers, turned.needs);
  const first = join(draft, 'first', 'Every manager answers', ids(start));
  const data = [...capture, ...filesSteps(draft, managers), ...migrate, ...manual, ...view];
  const steps = [
    ...stop,
    ...stopped.barrier,
    ...data,
    ...turn,
    ...turned.barrier,
    ...start,
    ...first.barrier,
  ];
  return { steps, starts: ids(start), needs: managers.length > 0 ? first.needs : gate };
}

/** Whoever is stopped once others of a minor hop have turned. */
function othersThen(draft: HopDraft, others: readonly HopMember[], needs: readonly string[]) {
  const stop = stopSteps(draft, others, needs);
  const own = [...ownCaptureSteps(draft), ...ownMigrateSteps(draft)];
  const turn = turnSteps(draft, others, ids(own), needs);
  const start = startSteps(draft, others, []);
  return {
    steps: [...stop, ...filesSteps(draft, others), ...own, ...turn, ...start],
    starts: ids(start),
  };
}

/** A minor hop in which members turn beside their old programs; whoever cannot is stopped once they have turned. */
function besideStop(draft: HopDraft, gate: readonly string[]): Stop {
  const members = stopping(draft);
  const isBeside = ({ member }: HopMember): boolean => draft.beside.has(member.id);
  const { managers, others, needs } = besideSteps(draft, members.filter(isBeside), gate);
  const first = join(draft, 'first', 'Everybody has turned who turns beside', needs);
  const rest = othersThen(
    draft,
    atOnce(draft, members).filter((each) => !isBeside(each)),
    first.needs,
  );
  const started = join(draft, 'started', 'Everything answers', [
    ...ids([...managers, ...others].filter(({ kind }) => kind === serviceStart.kind)),
    ...first.needs,
    ...rest.starts,
  ]);
  const beside = (name: string, title: string, steps: PlannedStep[]): Phase => ({
    ...phase(name, title, 'before', steps),
    beside: true,
  });
  const phases = [
    beside('managers-beside', 'manager, beside', managers),
    beside('others-beside', 'then others, too', [...others, ...first.barrier]),
    phase('others', 'then the others', 'stopped', rest.steps),
  ];
  const last = phases.findLast(({ steps }) => steps.length > 0);
  return {
    phases: phases.map((each) =>
      each === last ? { ...each, steps: [...each.steps, ...started.barrier] } : each,
    ),
    started: started.needs,
  };
}

/** A minor hop, in the page's order: the manager first, then the others. */
function minorStop(draft: HopDraft, gate: readonly string[]): Stop {
  const members = stopping(draft);
  const isManager = ({ component }: HopMember): boolean => component.name === 'manager';
  const first = managersFirst(draft, members.filter(isManager), gate);
  const others = othersThen(
    draft,
    atOnce(draft, members).filter((each) => !isManager(each)),
    first.needs,
  );
  const started = join(draft, 'started', 'Everything answers', [...first.starts, ...others.starts]);
  const phases = [
    phase('manager', 'manager first', 'stopped', first.steps),
    phase('others', 'then the others', 'stopped', [...others.steps, ...started.barrier]),
  ];
  return { phases, started: started.needs };
}

function stopOf(draft: HopDraft, isTogether: boolean, gate: readonly string[]): Stop {
  if (isTogether) return majorStop(draft, gate);
  return draft.beside.size > 0 ? besideStop(draft, gate) : minorStop(draft, gate);
}

const behindOf = ({ members }: HopDraft): string[] =>
  members.filter(({ turns }) => turns).map(({ member }) => member.id);

/** What proves the hop: with waves the agents turn once everything else is proven. */
function provePhases(prove: PlannedStep[], waves: readonly Phase[], proven: PlannedStep): Phase[] {
  if (waves.length === 0) return [phase('prove', 'prove', 'back', [...prove, proven])];
  return [phase('prove', 'prove', 'back', prove), ...waves, phase('proven', 'proven', 'back', [proven])];
}

/** One hop of a plan, as data. */
export function planHop(draft: HopDraft): PlannedHop {
  // One step that asks all hosts begins first: after ten thousand builds it would keep everything else waiting.
  const stage = [...noteEnvironmentSteps(draft), ...stageSteps(draft), ...ownExpectSteps(draft)];
  // The first hop's is asked for at once, while environments are built; a later one's when the hop before is proven.
  const manual = manualSteps(draft, undefined, draft.number === 1 ? [] : draft.gate);
  const agreed = [...draft.gate, ...ids(manual)];
  const create = ownCreateSteps(draft, agreed);
  const link = linkSteps(draft, agreed);
  const announce = announceSteps(draft);
  // Never while the managers are frozen.
  const tried = [...trySteps(draft, agreed), ...noteAnswersSteps(draft, agreed)];
  const drain = drainSteps(draft, [...agreed, ...ids(create), ...ids(link), ...ids(announce), ...ids(tried)]);
  // Neither warmed up migrators, which hold connections, nor parked programs wait as long as sessions may take to end.
  const wait = othersWaitSteps(draft, [...agreed, ...ids(drain)]);
  const drained = [...agreed, ...ids(drain), ...ids(wait)];
  const warm = [...warmSteps(draft, drained), ...ownWarmSteps(draft, drained)];
  const note = noteAgentSteps(draft, agreed);
  const park = parkSteps(draft, drained);
  const ready = joint(draft, 'ready', 'Nothing is left to do before the stop', [
    ...agreed,
    ...ids(note),
    ...ids(create),
    ...ids(link),
    ...ids(tried),
    ...ids(drain),
    ...ids(wait),
    ...ids(warm),
    ...ids(park),
    ...ids(announce),
  ]);
  const via = draft.legs.slice(0, -1).map(({ to }) => to.version);
  const isTogether = draft.kind === 'major' || via.length > 0;
  const stop = stopOf(draft, isTogether, [ready.id]);
  const prove = [...proveSteps(draft, stop.started), ...ownProveSteps(draft, stop.started)];
  const { phases: waves, proofs } = wavePhases(draft, ids(prove));
  const proven = joint(draft, 'proven', 'Everything is proven', proofs);
  const phases = [
    phase('announce', 'announce', 'before', announce),
    phase('stage', 'stage', 'before', stage),
    phase('manual', 'manual steps', 'before', manual),
    phase('create', 'make', 'before', create),
    phase('link', 'make links', 'before', link),
    phase('try', 'prove before', 'before', tried),
    phase('drain', 'drain', 'before', drain),
    phase('wait', 'wait for others', 'before', wait),
    phase('warm', 'warm up', 'before', warm),
    phase('park', 'park', 'before', park),
    phase('ready', 'ready', 'before', [...note, ready]),
    ...stop.phases,
    ...provePhases(prove, waves, proven),
    phase('announce-end', 'announce the end', 'back', announceEndSteps(draft, [proven.id])),
    phase('manual-after', 'manual steps, then', 'back', manualSteps(draft, 'back', [proven.id])),
  ];
  return {
    from: draft.from.version,
    to: draft.to.version,
    ...(via.length > 0 ? { via } : {}),
    ...(draft.mixed ? { behind: behindOf(draft) } : {}),
    ...(draft.runsBecause.length > 0 ? { runsBecause: draft.runsBecause } : {}),
    kind: draft.kind,
    route: wholeRoute(draft),
    ...configurationOf(draft),
    ...(draft.turns ? { turns: [...draft.turns] } : {}),
    phases: phases.filter(({ steps }) => steps.length > 0),
  };
}
