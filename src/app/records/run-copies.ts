import { z } from 'zod';
import type { WholeRun } from './known-run.ts';

/** A database that a run has left on its server under another name. */
export interface RunCopy {
  readonly name: string;
  /** As it was when the run looked; undefined where it did not. */
  readonly bytes?: number;
}

const dumped = z.object({ aside: z.string(), asideBytes: z.number().optional() });
const undone = z.object({ undone: z.string(), undoneBytes: z.number().optional() });

const copy = (name: string, bytes: number | undefined): RunCopy => ({
  name,
  ...(bytes === undefined ? {} : { bytes }),
});

/** The old databases that a run keeps, by its journal: whether they are still there is another question. */
export function runCopies({ view }: Pick<WholeRun, 'view'>): RunCopy[] {
  if (view.forgotten) return [];
  const found = view.steps.flatMap(({ state, result }): RunCopy[] => {
    if (state === 'undone') {
      const left = undone.safeParse(result).data;
      return left ? [copy(left.undone, left.undoneBytes)] : [];
    }
    const seen = dumped.safeParse(result).data;
    return seen ? [copy(seen.aside, seen.asideBytes)] : [];
  });
  // What was dumped later says how large it is.
  return [...new Map(found.map((each) => [each.name, each])).values()];
}
