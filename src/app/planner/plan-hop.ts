import type { Phase, PlannedHop, PlannedStep } from '../../core/plan/plan.ts';
import { byHandSteps } from './by-hand.ts';
import { configurationOf, configureSteps } from './configure.ts';
import { captureSteps, migrateSteps, warmSteps } from './data-steps.ts';
import type { HopDraft } from './draft.ts';
import { filesSteps } from './file-steps.ts';
import { keySteps } from './key-steps.ts';
import {
  moveSteps,
  ownCaptureSteps,
  ownCreateSteps,
  ownExpectSteps,
  ownMigrateSteps,
  ownProveSteps,
  ownWarmSteps,
} from './own-data-steps.ts';
import { proveSteps } from './prove.ts';
import { stageSteps } from './stage.ts';
import { stopping } from './stopping.ts';
import { startSteps, stopSteps, switchSteps } from './turn.ts';
import { wholeRoute } from './whole-route.ts';

const ids = (steps: readonly PlannedStep[]): string[] => steps.map(({ id }) => id);

function phase(name: string, title: string, side: Phase['side'], steps: PlannedStep[]): Phase {
  return { name, title, side, steps };
}

/** A major hop, or several at once: everything stops, the database moves, everything starts together. */
function majorPhases(draft: HopDraft, gate: readonly string[]): Phase[] {
  const members = stopping(draft);
  const stop = stopSteps(draft, members, gate);
  const capture = [...captureSteps(draft, members), ...ownCaptureSteps(draft)];
  const migrations = migrateSteps(draft, members);
  const move = moveSteps(draft, [...ids(captureSteps(draft, members)), ...ids(migrations)]);
  const keys = keySteps(draft, [...ids(capture), ...ids(migrations)]);
  const migrate = [...migrations, ...keys, ...move, ...ownMigrateSteps(draft)];
  const byHand = byHandSteps(draft, 'stopped', [...ids(stop), ...ids(capture), ...ids(migrate)]);
  const moved = [...ids(capture), ...ids(migrate), ...ids(byHand)];
  const turn = [
    ...switchSteps(draft, members, moved, gate),
    ...configureSteps(draft, members, [...moved, ...gate]),
  ];
  const start = startSteps(draft, members, [...moved, ...ids(turn)]);
  return [
    phase('stop', 'stop', 'stopped', stop),
    phase('capture', 'capture', 'stopped', [...capture, ...filesSteps(draft, members)]),
    phase('migrate', 'migrate', 'stopped', migrate),
    phase('by-hand-stopped', 'by hand, now', 'stopped', byHand),
    phase('switch', 'switch', 'stopped', turn),
    phase('start', 'start', 'stopped', start),
  ];
}

/** A minor hop, in the page's order: the manager first (stop, upgrade, schema, start), then the others. */
function minorPhases(draft: HopDraft, gate: readonly string[]): Phase[] {
  const members = stopping(draft);
  const managers = members.filter(({ component }) => component.name === 'manager');
  const others = members.filter(({ component }) => component.name !== 'manager');
  const stop = stopSteps(draft, managers, gate);
  const capture = captureSteps(draft, managers);
  const migrations = migrateSteps(draft, managers);
  const migrate = [...migrations, ...keySteps(draft, [...ids(capture), ...ids(migrations)])];
  const byHand = byHandSteps(draft, 'stopped', [...ids(stop), ...ids(capture), ...ids(migrate)]);
  const moved = [...ids(capture), ...ids(migrate), ...ids(byHand)];
  const turn = [
    ...switchSteps(draft, managers, moved, gate),
    ...configureSteps(draft, managers, [...moved, ...gate]),
  ];
  const start = startSteps(draft, managers, [...moved, ...ids(turn)]);
  const before = managers.length > 0 ? ids(start) : gate;
  const stopOthers = stopSteps(draft, others, before);
  const own = [...ownCaptureSteps(draft), ...ownMigrateSteps(draft)];
  const turnOthers = [
    ...switchSteps(draft, others, ids(own), before),
    ...configureSteps(draft, others, [...ids(own), ...before]),
  ];
  const startOthers = startSteps(draft, others, []);
  return [
    phase('manager', 'manager first', 'stopped', [
      ...stop,
      ...capture,
      ...filesSteps(draft, managers),
      ...migrate,
      ...byHand,
      ...turn,
      ...start,
    ]),
    phase('others', 'then the others', 'stopped', [
      ...stopOthers,
      ...filesSteps(draft, others),
      ...own,
      ...turnOthers,
      ...startOthers,
    ]),
  ];
}

const behindOf = ({ members }: HopDraft): string[] =>
  members.filter(({ turns }) => turns).map(({ member }) => member.id);

/** One hop of a plan, as data. */
export function planHop(draft: HopDraft): PlannedHop {
  const stage = [...stageSteps(draft), ...ownExpectSteps(draft)];
  // The first hop's is asked for at once, while environments are built; a later one's when the hop before is proven.
  const byHand = byHandSteps(draft, undefined, draft.number === 1 ? [] : draft.gate);
  const ready = [...draft.gate, ...ids(byHand)];
  const create = ownCreateSteps(draft, ready);
  const warm = [...warmSteps(draft, ready), ...ownWarmSteps(draft, ready)];
  const gate = [...ready, ...ids(create), ...ids(warm)];
  const via = draft.legs.slice(0, -1).map(({ to }) => to.version);
  const atOnce = draft.kind === 'major' || via.length > 0;
  const window = atOnce ? majorPhases(draft, gate) : minorPhases(draft, gate);
  const prove = [...proveSteps(draft), ...ownProveSteps(draft)];
  const phases = [
    phase('stage', 'stage', 'before', stage),
    phase('by-hand', 'by hand', 'before', byHand),
    phase('create', 'make', 'before', create),
    phase('warm', 'warm up', 'before', warm),
    ...window,
    phase('prove', 'prove', 'back', prove),
    phase('by-hand-after', 'by hand, then', 'back', byHandSteps(draft, 'back', ids(prove))),
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
    phases: phases.filter(({ steps }) => steps.length > 0),
  };
}
