/** A piece of work and what must be done before it. */
export interface Node {
  readonly id: string;
  readonly needs: readonly string[];
}

export interface GraphEnd {
  /** The first failure, if any; what was running beside it has finished. */
  readonly failed?: { readonly id: string; readonly error: unknown };
  /** Whether it ended early because it was asked to, or because work was held. */
  readonly paused: boolean;
}

interface Options {
  /** Done before: never run, and good for those who need them. */
  readonly done: ReadonlySet<string>;
  readonly paused: () => boolean;
}

/**
 * Runs each node as soon as all it needs is done, as many at once as can. After a failure or a pause nothing new
 * starts, but what runs is waited for. A need that is no node of the graph counts as done. Work that ends `held` is
 * not done, and those who need it stay where they are; the rest goes on (the way back holds what could not be undone).
 */
export async function runGraph(
  nodes: readonly Node[],
  work: (id: string) => Promise<unknown>,
  { done: before, paused }: Options,
): Promise<GraphEnd> {
  const ids = new Set(nodes.map(({ id }) => id));
  const done = new Set(before);
  const waiting = new Set(nodes.filter(({ id }) => !done.has(id)));
  const running = new Map<string, Promise<void>>();
  let held = 0;
  let failed: GraphEnd['failed'];

  const ready = (node: Node): boolean => node.needs.every((need) => done.has(need) || !ids.has(need));
  const launch = (node: Node): void => {
    waiting.delete(node);
    const end = work(node.id)
      .then((end) => {
        if (end === 'held') held += 1;
        else done.add(node.id);
      })
      .catch((error: unknown) => {
        failed ??= { id: node.id, error };
      })
      .finally(() => running.delete(node.id));
    running.set(node.id, end);
  };

  for (;;) {
    if (!failed && !paused()) for (const node of [...waiting].filter(ready)) launch(node);
    if (running.size === 0) break;
    await Promise.race(running.values());
  }
  if (!failed && waiting.size > 0 && held === 0 && !paused()) {
    throw new Error(`steps that wait for each other: ${[...waiting].map(({ id }) => id).join(', ')}`);
  }
  return { ...(failed ? { failed } : {}), paused: waiting.size + held > 0 && !failed };
}
