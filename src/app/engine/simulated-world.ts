import { z } from 'zod';
import type { Plan } from '../../core/plan/plan.ts';
import { identified } from '../../core/plan/plan-id.ts';
import { simulatedWindows } from '../../io/configstore/simulated-windows.ts';
import type { StepContext } from '../steps/context.ts';
import { type AnyStep, nothingToUndo, type Step } from '../steps/step.ts';

/** A cluster small enough to hold in the hand: what runs, which release, and what its database holds. */
export interface World {
  running: boolean;
  release: number;
  database: number;
  readonly log: string[];
  /** Kind of the step that fails when applied at this hop. */
  readonly failing?: { readonly kind: string; readonly hop: number };
}

const params = z.strictObject({ hop: z.int() });
type Params = z.infer<typeof params>;

function step(world: World, kind: string, rest: Partial<Step<Params>>): AnyStep {
  const whole: Step<Params> = {
    kind,
    params,
    title: ({ hop }) => `${kind} ${hop}`,
    estimate: 1,
    probe: async () => 'todo',
    apply: async () => undefined,
    verify: async () => undefined,
    undo: nothingToUndo,
    ...rest,
  };
  return {
    ...whole,
    apply: async (given: Params, context, probed) => {
      world.log.push(`${kind} ${given.hop}`);
      if (world.failing?.kind === kind && world.failing.hop === given.hop) throw new Error(`${kind} fails`);
      return whole.apply(given, context, probed);
    },
  };
}

/** The steps of an upgrade on such a world, with the same kinds of undo as the real ones. */
export function simulatedSteps(world: World): AnyStep[] {
  return [
    step(world, 'stage', {}),
    step(world, 'manual', { asks: ({ hop }) => `turn lamp ${hop}` }),
    step(world, 'stop', {
      service: 'stopping',
      probe: async () => (world.running ? 'todo' : 'done'),
      apply: async () => {
        world.running = false;
      },
      undo: async () => {
        world.running = true;
      },
      undoKey: () => 'start',
    }),
    step(world, 'migrate', {
      probe: async ({ hop }, _context, attempted) =>
        world.database === hop ? 'done' : attempted ? 'half' : 'todo',
      apply: async ({ hop }, _context, probed) => {
        if (world.running) throw new Error('migrated a running cluster');
        if (probed === 'half') world.database = hop - 1;
        world.database = hop;
      },
      undo: async ({ hop }) => {
        if (world.running) throw new Error('restored a running cluster');
        world.log.push(`restore ${hop}`);
        world.database = hop - 1;
      },
      undoKey: () => 'restore',
    }),
    step(world, 'switch', {
      probe: async ({ hop }) => (world.release === hop ? 'done' : 'todo'),
      apply: async ({ hop }) => {
        world.release = hop;
      },
      undo: async ({ hop }) => {
        world.release = hop - 1;
      },
      undoKey: () => 'switch',
    }),
    step(world, 'start', {
      service: 'starting',
      probe: async () => (world.running ? 'done' : 'todo'),
      apply: async () => {
        if (world.database !== world.release) throw new Error('started on the wrong database');
        world.running = true;
      },
      undo: async () => {
        world.running = false;
      },
    }),
    step(world, 'prove', {}),
  ];
}

/** A plan of so many hops over such a world; each waits for its approval where asked for. */
export function simulatedPlan(hops: number, asks = false): Plan {
  const kinds = ['stage', ...(asks ? ['manual'] : []), 'stop', 'migrate', 'switch', 'start', 'prove'];
  const ids = (hop: number) => kinds.map((kind) => `${hop}.${kind}`);
  const needsOf = (hop: number, index: number): string[] => {
    if (index > 0) return [`${hop}.${kinds[index - 1]}`];
    return hop > 1 ? [`${hop - 1}.prove`] : [];
  };
  const numbers = Array.from({ length: hops }, (_each, index) => index + 1);
  return identified({
    madeWith: { baiup: '0', catalog: '' },
    cluster: 'hand',
    policy: 'page',
    windows: 'each',
    from: '0',
    to: String(hops),
    fingerprint: '',
    facts: { components: [], revisions: [] },
    findings: [],
    accepted: [],
    downtime: { predicted: 1, basis: 'a simulated world' },
    hops: numbers.map((hop) => ({
      from: String(hop - 1),
      to: String(hop),
      kind: 'major',
      route: { kind: 'upgrade', run: [], fill: [], orphans: [], why: '' },
      phases: [
        {
          name: 'all',
          title: 'all',
          side: 'stopped',
          steps: ids(hop).map((id, index) => ({
            id,
            kind: kinds[index] ?? '',
            title: id,
            params: { hop },
            needs: needsOf(hop, index),
            hosts: [],
            estimate: 1,
          })),
        },
      ],
    })),
  });
}

/** A context with nothing in it: simulated steps hold their world themselves. */
export function emptyContext(runFolder: string): StepContext {
  const nothing = async (): Promise<never> => {
    throw new Error('a simulated world has none');
  };
  return {
    runFolder,
    inventory: { components: [] },
    database: { revisions: async () => [], size: async () => 0 },
    configStore: { windows: simulatedWindows() },
    migrators: new Map(),
    started: new Set(),
    views: new Map(),
    signal: new AbortController().signal,
    askMember: nothing,
    settleEvents: nothing,
  } as unknown as StepContext;
}
