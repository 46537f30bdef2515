import { setTimeout as delay } from 'node:timers/promises';
import type { RunEvent } from '../../core/run/event.ts';
import { reduceRun } from '../../core/run/reduce.ts';
import { simulatedBegun } from '../../core/run/simulated-begun.ts';
import type { Driver, RunReader } from '../../io/journal/port.ts';
import { BaiupError } from '../../lib/errors.ts';
import type { Site, TaskOrder } from './site.ts';
import type { PlanAnswer, PlanDocument, RunDocument, Task } from './wire.ts';

/** A site with one run, whose state tests set, and that notes what was asked of it. */
export interface SimulatedSite extends Site {
  readonly events: RunEvent[];
  /** Adds an event to the run's journal. */
  add(fact: Record<string, unknown> & { readonly kind: string }): void;
  driver: Driver | undefined;
  planId: string | undefined;
  isGone: boolean;
  /** What its driver has said last. */
  lines: readonly string[];
  readonly asked: string[];
  readonly orders: TaskOrder[];
}

const at = (seq: number): string => new Date(Date.UTC(2026, 0, 1, 0, 0, seq)).toISOString();

const kept: PlanDocument = {
  ...{ name: '20261129T020007Z-0001.json', id: 'p-kept', cluster: 'lab', from: '1', to: '3' },
  ...{ made: at(0), run: null },
};

export function simulatedSite(): SimulatedSite {
  const events: RunEvent[] = [{ seq: 1, at: at(1), run: 'r-1', ...simulatedBegun }];
  const asked: string[] = [];
  const orders: TaskOrder[] = [];
  const view = () => reduceRun(events);
  const unknown = (run: string): BaiupError => new BaiupError('run.unknown', `there is no run ${run}`);

  const document = (): RunDocument => {
    const { cluster = null, from = null, to = null, state = 'running', who = null } = view() ?? {};
    const { started = null, ended = null, downtime = null } = view() ?? {};
    const { driver } = site;
    return {
      ...{ run: 'r-1', id: 'b0a1', cluster, from, to, state, who, driver: driver ?? null },
      ...{ started, ended: ended ?? null, downtime },
    };
  };

  const plan = (): PlanAnswer => {
    if (site.planId === undefined) throw new BaiupError('plan.none', 'no plan is served');
    return { file: '/plans/plan.json', plan: { id: site.planId, hops: [] } as never, receipt: null };
  };

  const reader = {
    name: 'r-1',
    driver: async () => site.driver,
    isThere: async () => !site.isGone,
    lookAgain: (everyMs: number) => delay(everyMs),
    events: async (after = 0) => (site.isGone ? [] : events.slice(after)),
  };

  const site: SimulatedSite = {
    ...{ events, asked, orders, lines: [], driver: undefined, planId: undefined, isGone: false, first: null },
    newPlanFile: async () => '/plans/plan.json',
    plans: async () => [kept],
    servePlan: async (name) => {
      if (name !== kept.name) throw new BaiupError('plan.unknown', 'no plan of that name is kept here');
      site.planId = kept.id;
      return kept;
    },
    clusterArguments: ['--cluster', 'lab.yaml'],
    add: (fact) => {
      const seq = events.length + 1;
      events.push({ seq, at: at(seq), run: 'r-1', ...fact } as unknown as RunEvent);
    },
    cluster: async () => ({ name: 'lab', file: '/lab.yaml' }),
    status: async () => ({ cluster: 'lab', components: [] }),
    check: async () => [],
    path: async () => ({ hops: [] }),
    plan: async () => plan(),
    planNow: async () =>
      site.planId === undefined ? undefined : { file: '/plans/plan.json', id: site.planId },
    runs: async () => [document()],
    run: async (run) => {
      if (run !== 'r-1') throw unknown(run);
      return { run: document(), view: view() ?? null, document: null };
    },
    planOf: async () => plan(),
    stake: async () => ({ lost: 'nothing', sessions: [] }),
    reader: async (run) => {
      if (run !== 'r-1') throw unknown(run);
      return reader as unknown as RunReader;
    },
    linesOf: async () => site.lines,
    standing: (head, driver) => ({ state: head?.state ?? 'running', driver: driver ?? null }),
    step: async (run, step) => ({ run, step, events: [], evidence: [] }),
    report: async () => ({ name: 'r-1.html', type: 'text/html', text: '<p>' }),
    pause: async (run, who) => void asked.push(`pause ${run} ${who}`),
    abort: async (run, who) => void asked.push(`abort ${run} ${who}`),
    approve: async (run, who) => {
      asked.push(`approve ${run} ${who}`);
      // It takes its time to be heard: others ask meanwhile.
      await delay(50);
      const waiting = (view()?.steps ?? []).filter(({ state }) => state === 'waiting');
      for (const { step, hop, title } of waiting)
        site.add({ kind: 'approval.given', who, by: 'approve', step, hop, title });
      return waiting.map(({ step, title }) => ({ step, title }));
    },
    tasks: {
      begin: async (order) => {
        orders.push(order);
        const { what, who, run = null } = order;
        const id = `t-${orders.length}`;
        return { id, what, who, started: at(0), state: 'going', run, error: null, lines: [] } satisfies Task;
      },
      list: async () =>
        orders.map(({ what, who, run = null }, index): Task => {
          const id = `t-${index + 1}`;
          return { id, what, who, started: at(0), state: 'going', run, error: null, lines: [] };
        }),
    },
  };
  return site;
}
