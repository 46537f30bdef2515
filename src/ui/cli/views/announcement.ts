import { z } from 'zod';
import type { RunView } from '../../../core/run/view.ts';
import { under } from './under.ts';

const result = z.object({ announcement: z.enum(['left', 'failed']), why: z.string().optional() });

/** Where users do not read again what they read before. */
export function announcementLines({ steps }: Pick<RunView, 'steps'>): string[] {
  return steps.flatMap(({ title, result: told }) => {
    const found = result.safeParse(told).data;
    if (!found) return [];
    const why = found.why ?? 'another program has changed what users read meanwhile, and it is left as it is';
    return [under(`  ${title}: not done: `, why)];
  });
}
