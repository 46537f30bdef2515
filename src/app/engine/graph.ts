import { Frontier, type Node, type Turn } from '../../core/plan/frontier.ts';
import { defaultLimits, type Limits } from '../../core/plan/limits.ts';
import { shortList } from '../../lib/short-list.ts';

export interface GraphEnd {
  /** The first failure, if any; what was running beside it has finished. */
  readonly failed?: { readonly id: string; readonly error: unknown };
  /** Whether it ended early, because somebody asked for it or because work was held. */
  readonly paused: boolean;
}

interface Options {
  /** Done before: never run, and good for those who need them. */
  readonly done: ReadonlySet<string>;
  readonly paused: () => boolean;
  readonly limits?: Limits;
}

/**
 * Carries out one node.
 * @param leave tells that it only waits from now on, so that others may have its room
 * @returns `held` for work that is not done
 */
export type Work = (id: string, leave: () => void) => Promise<unknown>;

/**
 * Runs each node as soon as everything it needs is done and there is room for it. After a failure or a pause it starts
 * nothing new, but waits for what runs. A need that is not a node of the graph counts as done. Work that ends `held` is
 * not done: nodes that need it wait, the others go on. (On the way back, what could not be undone is held.)
 */
export function runGraph(
  nodes: readonly Node[],
  work: Work,
  { done, paused, limits = defaultLimits }: Options,
): Promise<GraphEnd> {
  const frontier = new Frontier(nodes, done, limits);
  let running = 0;
  let held = 0;
  let starting = false;
  let failed: GraphEnd['failed'];

  return new Promise((resolve, reject) => {
    const run = async (turn: Turn): Promise<void> => {
      const { id } = turn.node;
      let hasRoom = true;
      const leave = (): void => {
        if (hasRoom) frontier.leave(turn);
        hasRoom = false;
      };
      try {
        const end = await work(id, () => {
          leave();
          startMore();
        });
        if (end === 'held') held += 1;
        else frontier.finish(turn);
      } catch (error) {
        failed ??= { id, error };
      }
      leave();
      running -= 1;
      goOn();
    };
    const startMore = (): void => {
      // Work that leaves at once calls this again: the loop that started it goes on anyway.
      if (starting) return;
      starting = true;
      for (let turn = next(); turn; turn = next()) {
        running += 1;
        run(turn).catch(reject);
      }
      starting = false;
    };
    const next = (): Turn | undefined => (failed || paused() ? undefined : frontier.take());
    const goOn = (): void => {
      startMore();
      if (running > 0) return;
      const stuck = !failed && held === 0 && !paused() ? frontier.waiting() : [];
      if (stuck.length > 0) reject(new Error(`steps that wait for each other: ${shortList(stuck)}`));
      else resolve({ ...(failed ? { failed } : {}), paused: frontier.left > 0 && !failed });
    };
    goOn();
  });
}
