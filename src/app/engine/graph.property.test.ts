import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Node } from '../../core/plan/frontier.ts';
import type { Limits } from '../../core/plan/limits.ts';
import { runGraph } from './graph.ts';

/** What becomes of a node's work; `leave`: it gives its room away first, and is done later. */
type Fate = 'done' | 'leave' | 'held' | 'fail';

interface Case {
  readonly nodes: readonly Node[];
  readonly fates: ReadonlyMap<string, Fate>;
  readonly done: ReadonlySet<string>;
  readonly limits: Limits;
  /** Which of what runs goes on next, again and again. */
  readonly picks: readonly number[];
  /** After so many ends it is asked to pause. */
  readonly pauseAfter: number;
}

const hostNames = ['h1', 'h2', 'h3'];
const nodeId = (index: number): string => `n${index}`;

const cases: fc.Arbitrary<Case> = fc
  .record({
    drafts: fc.array(
      fc.record({
        needs: fc.oneof(fc.constant<number[]>([]), fc.uniqueArray(fc.nat(30), { maxLength: 4 })),
        hosts: fc.uniqueArray(fc.constantFrom(...hostNames), { maxLength: 2 }),
        barrier: fc.boolean(),
        fate: fc.constantFrom<Fate>(...Array<Fate>(12).fill('done'), 'leave', 'leave', 'held', 'fail'),
        done: fc.integer({ min: 0, max: 7 }).map((number) => number === 0),
      }),
      { minLength: 1, maxLength: 24 },
    ),
    order: fc.array(fc.nat(1000), { minLength: 24, maxLength: 24 }),
    limits: fc.record({
      perHost: fc.integer({ min: 1, max: 3 }),
      inAll: fc.constantFrom(1, 2, 3, 5, Number.POSITIVE_INFINITY),
    }),
    picks: fc.array(fc.nat(50), { minLength: 1, maxLength: 20 }),
    pauseAfter: fc.constantFrom(0, 1, 3, 8, ...Array<number>(8).fill(Number.POSITIVE_INFINITY)),
  })
  .map(({ drafts, order, limits, picks, pauseAfter }) => {
    // Needs lead to earlier ones, or to what is no node; then all are written in any order.
    const nodes = drafts.map(({ needs, hosts, barrier }, index) => ({
      id: nodeId(index),
      needs: needs.map((need) => (need < index ? nodeId(need) : `elsewhere${need}`)),
      hosts: barrier ? [] : hosts,
      barrier,
    }));
    const shuffled = nodes
      .map((node, index) => ({ node, by: order[index] ?? 0 }))
      .toSorted((a, b) => a.by - b.by)
      .map(({ node }) => node);
    return {
      nodes: shuffled,
      fates: new Map(drafts.map(({ fate }, index) => [nodeId(index), fate])),
      done: new Set(drafts.flatMap(({ done, barrier }, index) => (done && !barrier ? [nodeId(index)] : []))),
      limits,
      picks,
      pauseAfter,
    };
  });

interface Outcome {
  /** "+a" began, "-a" ended, "~a" gave its room away. */
  readonly log: readonly string[];
  readonly failed: string | undefined;
  readonly paused: boolean;
}

/** Which of what runs goes on next. */
function* picker({ picks }: Case): Generator<number, never> {
  for (;;) yield* picks;
}

/** The same by looking at everything again each time: slow, and plain to see. */
function reference(given: Case): Outcome {
  const { nodes, fates, limits, pauseAfter } = given;
  const log: string[] = [];
  const done = new Set(given.done);
  const begun = new Set(done);
  const running: string[] = [];
  const roomless = new Set<string>();
  const ids = new Set(nodes.map(({ id }) => id));
  let [failed, ends]: [string | undefined, number] = [undefined, 0];
  const pick = picker(given);

  const depths = new Map<string, number>([...given.done].map((id) => [id, -1]));
  const depthOf = ({ id, needs }: Node): number => {
    const before = nodes.filter((node) => needs.includes(node.id));
    const depth = depths.get(id) ?? Math.max(-1, ...before.map(depthOf)) + 1;
    depths.set(id, depth);
    return depth;
  };
  const furthestFirst = nodes.toSorted((a, b) => depthOf(b) - depthOf(a));
  const isReady = ({ id, needs }: Node): boolean =>
    !begun.has(id) && needs.every((need) => done.has(need) || !ids.has(need));
  const working = (): Node[] => nodes.filter(({ id }) => running.includes(id) && !roomless.has(id));
  const fits = ({ hosts = [] }: Node): boolean =>
    working().length < limits.inAll &&
    hosts.every((host) => working().filter((node) => node.hosts?.includes(host)).length < limits.perHost);
  const passBarriers = (): void => {
    for (let open = true; open; ) {
      const passed = nodes.filter((node) => node.barrier && isReady(node));
      for (const { id } of passed) done.add(id);
      for (const { id } of passed) begun.add(id);
      open = passed.length > 0;
    }
  };
  const start = (): void => {
    for (;;) {
      const next = furthestFirst.find((node) => isReady(node) && fits(node));
      if (failed !== undefined || ends >= pauseAfter || !next) return;
      begun.add(next.id);
      running.push(next.id);
      log.push(`+${next.id}`);
    }
  };
  passBarriers();
  start();
  while (running.length > 0) {
    const at = pick.next().value % running.length;
    const id = running[at] as string;
    if (fates.get(id) === 'leave' && !roomless.has(id)) {
      roomless.add(id);
      log.push(`~${id}`);
    } else {
      running.splice(at, 1);
      log.push(`-${id}`);
      ends += 1;
      if (fates.get(id) === 'fail') failed ??= id;
      else if (fates.get(id) !== 'held') done.add(id);
      passBarriers();
    }
    start();
  }
  const left = nodes.filter(({ id }) => !done.has(id)).length;
  return { log, failed, paused: failed === undefined && left > 0 };
}

/** The real one, whose work goes on only when it is picked. */
async function real(given: Case): Promise<Outcome & { readonly most: Limits }> {
  const { nodes, fates, done, limits, pauseAfter } = given;
  const log: string[] = [];
  const running: { readonly id: string; readonly step: () => boolean }[] = [];
  const busy = new Map<string, number>();
  const most = { perHost: 0, inAll: 0 };
  const hostsOf = new Map(nodes.map(({ id, hosts = [] }) => [id, hosts]));
  let [ends, working] = [0, 0];
  const count = (id: string, by: 1 | -1): void => {
    working += by;
    for (const host of hostsOf.get(id) ?? []) busy.set(host, (busy.get(host) ?? 0) + by);
    most.inAll = Math.max(most.inAll, working);
    most.perHost = Math.max(most.perHost, ...busy.values());
  };

  const work = (id: string, leave: () => void): Promise<unknown> =>
    new Promise((resolve, reject) => {
      log.push(`+${id}`);
      count(id, 1);
      let hasRoom = true;
      const giveRoom = (): void => {
        if (hasRoom) count(id, -1);
        hasRoom = false;
      };
      const step = (): boolean => {
        if (fates.get(id) === 'leave' && hasRoom) {
          log.push(`~${id}`);
          giveRoom();
          leave();
          return false;
        }
        log.push(`-${id}`);
        giveRoom();
        ends += 1;
        if (fates.get(id) === 'fail') reject(new Error(id));
        else resolve(fates.get(id) === 'held' ? 'held' : undefined);
        return true;
      };
      running.push({ id, step });
    });

  const end = runGraph(nodes, work, { done, limits, paused: () => ends >= pauseAfter });
  const pick = picker(given);
  while (running.length > 0) {
    const at = pick.next().value % running.length;
    if (running[at]?.step()) running.splice(at, 1);
    await new Promise((resolve) => setImmediate(resolve));
  }
  const { failed, paused } = await end;
  return { log, failed: failed?.id, paused, most };
}

describe('runGraph, whatever the graph', () => {
  it('does what looking at everything again each time does, within its limits', async () => {
    await fc.assert(
      fc.asyncProperty(cases, async (given) => {
        const { most, ...outcome } = await real(given);
        expect(outcome).toEqual(reference(given));
        expect(most.inAll).toBeLessThanOrEqual(given.limits.inAll);
        expect(most.perHost).toBeLessThanOrEqual(given.limits.perHost);
      }),
      { numRuns: 1000 },
    );
  });

  it('begins nothing before all that it needs is done, by way of barriers too', async () => {
    await fc.assert(
      fc.asyncProperty(cases, async (given) => {
        const { log } = await real(given);
        const byId = new Map(given.nodes.map((node) => [node.id, node]));
        const isBehind = (id: string, seen: ReadonlySet<string>): boolean =>
          (byId.get(id)?.needs ?? []).every((need) => {
            const node = byId.get(need);
            if (!node || given.done.has(need)) return true;
            return node.barrier ? isBehind(need, seen) : seen.has(need);
          });
        const ended = new Set<string>();
        for (const entry of log) {
          const id = entry.slice(1);
          if (entry.startsWith('+')) expect(isBehind(id, ended)).toBe(true);
          const fate = given.fates.get(id);
          if (entry.startsWith('-') && fate !== 'held' && fate !== 'fail') ended.add(id);
        }
      }),
      { numRuns: 200 },
    );
  });
});
