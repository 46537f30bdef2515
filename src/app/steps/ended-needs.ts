import type { StepContext } from './context.ts';

type Services = Pick<StepContext, 'service'>;

/**
 * Milliseconds that all may be away before it counts as their end: one that ends by itself may be started again.
 * Longer than a look at what an earlier attempt has undone, which waits for nothing.
 */
const graceMs = 4_000;

/** Many wait for the same few: one look serves them all for so many milliseconds. */
const freshMs = 1_000;

interface Look {
  readonly at: number;
  readonly runs: Promise<boolean>;
}

const looks = new WeakMap<StepContext['service'], Map<string, Look>>();

/** Whether a member's process lives; where its host does not say so, it may. */
function runs(id: string, { service }: Services): Promise<boolean> {
  const known = looks.get(service) ?? new Map<string, Look>();
  looks.set(service, known);
  const now = performance.now();
  const last = known.get(id);
  if (last && now - last.at < freshMs) return last.runs;
  const asked = (async () => (await service(id).state()).active)().catch(() => true);
  known.set(id, { at: now, runs: asked });
  return asked;
}

/** Those of some members that live; the first that is found, where no more are wanted. */
async function living(needs: readonly string[], context: Services, all: boolean): Promise<string[]> {
  const alive: string[] = [];
  for (const id of needs) {
    if (!(await runs(id, context))) continue;
    alive.push(id);
    if (!all) break;
  }
  return alive;
}

/**
 * Whether what needs one of some members can no longer come, because none of their processes lives.
 * @param mayStart whether one that has not been seen alive may still be started. Without it none may, and of ten
 * thousand members that live one is looked at.
 */
export function endedNeeds(
  needs: readonly string[],
  context: Services,
  mayStart?: (id: string) => boolean,
): () => Promise<boolean> {
  const seen = new Set<string>();
  let since: number | undefined;
  return async () => {
    if (needs.length === 0) return false;
    const alive = await living(needs, context, mayStart !== undefined);
    for (const id of alive) seen.add(id);
    const mayCome = alive.length > 0 || needs.some((id) => !seen.has(id) && mayStart?.(id));
    since = mayCome ? undefined : (since ?? performance.now());
    return since !== undefined && performance.now() - since >= graceMs;
  };
}
