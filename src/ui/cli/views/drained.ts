import { z } from 'zod';
import type { RunView } from '../../../core/run/view.ts';
import { visible } from '../../../lib/visible.ts';

const told = z.object({
  ended: z.array(z.string()).optional(),
  left: z.array(z.string()).optional(),
  lost: z.array(z.object({ id: z.string(), name: z.string(), owner: z.string().optional() })).optional(),
});

/** How many are shown one by one. */
const most = 20;

function list(head: string, items: readonly string[], step: string): string[] {
  if (items.length === 0) return [];
  const more = items.length - most;
  const lines = items.slice(0, most).map((each) => `    ${visible(each)}`);
  return [
    head,
    ...lines,
    ...(more > 0 ? [`    and ${more} more, all of them in the result of ${step}`] : []),
  ];
}

/** Which sessions a drain has ended, what it has left as it is, and who waits for a place no more: for the operator to tell their owners. */
export function drainedLines({ steps }: Pick<RunView, 'steps'>): string[] {
  const ofDrain = steps.filter(({ step }) => /^\d+\.(drain|return)\./.test(step));
  return ofDrain.flatMap(({ step, result }) => {
    const { ended = [], left = [], lost = [] } = told.safeParse(result).data ?? {};
    const people = lost.map(({ id, name, owner = 'nobody known' }) => `${name} of ${owner} (${id})`);
    return [
      ...list('  Sessions that were ended:', ended, step),
      ...list('  Left as it is:', left, step),
      ...list('  Sessions that waited for a place, and do so no more:', people, step),
    ];
  });
}
