import { z } from 'zod';
import type { BackgroundTask } from './background-task.ts';

/** A key of Redis as it is read: a hash, or a text. */
export const taskKey = z.object({
  key: z.string(),
  hash: z.record(z.string(), z.string()).optional(),
  text: z.string().nullish(),
});
type TaskKey = z.infer<typeof taskKey>;

const described = z.object({ task_name: z.string(), server_id: z.string().optional() });
const event = z.object({ name: z.string() });

function json<T>(schema: z.ZodType<T>, text: string | null | undefined): T | undefined {
  try {
    return schema.safeParse(JSON.parse(text ?? '')).data;
  } catch {
    return undefined;
  }
}

const positive = (text: string | undefined): number | undefined => {
  const value = Number(text);
  return value > 0 ? value : undefined;
};

/** Up to 25.10: a hash with a state, which stays for a day. */
function ofState(id: string, hash: Readonly<Record<string, string>>): BackgroundTask | undefined {
  if (hash['status'] !== 'started') return undefined;
  const { msg = '', current, total, last_update: last } = hash;
  const [all, heard] = [positive(total), positive(last)];
  return {
    id,
    ...(msg === '' ? {} : { message: msg }),
    ...(all === undefined ? {} : { progress: { done: Number(current) || 0, all } }),
    ...(heard === undefined ? {} : { heard: heard * 1000 }),
  };
}

/**
 * A background task that is under way, by what a release keeps of it in Redis; undefined for one that has ended.
 * Source: `bgtask` of the vendor's `common`, 22.09 to 26.08.
 */
export function taskOfKey({ key, hash, text }: TaskKey): BackgroundTask | undefined {
  const [, form = '', id = ''] = /^(bgtask\.|bgtask:task:|bgtask:meta:)(.+)$/.exec(key) ?? [];
  switch (form) {
    case 'bgtask.':
      if (hash) return ofState(id, hash);
      // From 25.11 on the last event, for as long as a minute.
      return json(event, text)?.name === 'bgtask_updated' ? { id } : undefined;
    case 'bgtask:task:': {
      // 25.13 and 25.14: it goes when the task ends.
      const told = json(described, text);
      return told && { id, name: told.task_name, ...(told.server_id ? { server: told.server_id } : {}) };
    }
    case 'bgtask:meta:': {
      const name = hash?.['task_name'];
      const ongoing = positive(hash?.['ongoing_count']);
      return ongoing === undefined ? undefined : { id, ...(name === undefined ? {} : { name }) };
    }
    default:
      return undefined;
  }
}
