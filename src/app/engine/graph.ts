/** A piece of work and what must be done before it. */
export interface Node {
  readonly id: string;
  readonly needs: readonly string[];
}

export interface GraphEnd {
  /** The first failure, if any; what was running beside it has finished. */
  readonly failed?: { readonly id: string; readonly error: unknown };
  /** Whether it ended early because it was asked to. */
  readonly paused: boolean;
}

interface Options {
  /** Done before: never run, and good for those who need them. */
  readonly done: ReadonlySet<string>;
  readonly paused: () => boolean;
}

/**
 * Runs each node as soon as all it needs is done, as many at once as can. After a failure or a pause nothing new
 * starts, but what runs is waited for. A need that is no node of the graph counts as done.
 */
export async function runGraph(
  nodes: readonly Node[],
  work: (id: string) => Promise<void>,
  { done: before, paused }: Options,
): Promise<GraphEnd> {
  const ids = new Set(nodes.map(({ id }) => id));
  const done = new Set(before);
  const waiting = new Set(nodes.filter(({ id }) => !done.has(id)));
  const running = new Map<string, Promise<void>>();
  let failed: GraphEnd['failed'];

  const ready = (node: Node): boolean => node.needs.every((need) => done.has(need) || !ids.has(need));
  const launch = (node: Node): void => {
    waiting.delete(node);
    const end = work(node.id)
      .then(() => void done.add(node.id))
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
  if (!failed && waiting.size > 0 && !paused()) {
    throw new Error(`steps that wait for each other: ${[...waiting].map(({ id }) => id).join(', ')}`);
  }
  return { ...(failed ? { failed } : {}), paused: waiting.size > 0 && !failed };
}
