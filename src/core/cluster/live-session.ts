import { z } from 'zod';

/** A session that has not ended, as the managers' database has it. */
export const liveSession = z.object({
  id: z.string(),
  name: z.string(),
  accessKey: z.string(),
  /** The e-mail address of whoever owns it, where the database knows one. */
  owner: z.string().optional(),
  /** `interactive`, `batch`, `inference` …, where the database tells. */
  kind: z.string().optional(),
  /** What its owner marked it with: the vendor calls it a tag. */
  label: z.string().optional(),
  /** `RUNNING`, `PENDING` … */
  status: z.string(),
  /** The agents that its kernels are on. */
  agents: z.array(z.string()),
});
export type LiveSession = z.infer<typeof liveSession>;

/** What happened to sessions between two moments. */
export interface SessionsSince {
  /** Not there before; or they waited then, and have been given a place since. */
  readonly begun: readonly LiveSession[];
  /** There before, and ended since. */
  readonly ended: readonly LiveSession[];
}

/** Compares the sessions that had not ended at two moments. One that has ended never comes back. */
export function sessionsSince(before: readonly LiveSession[], now: readonly LiveSession[]): SessionsSince {
  const then = new Map(before.map((session) => [session.id, session]));
  const still = new Set(now.map(({ id }) => id));
  const isBegun = ({ id, status }: LiveSession): boolean => {
    const known = then.get(id);
    return !known || (known.status === 'PENDING' && status !== 'PENDING');
  };
  return { begun: now.filter(isBegun), ended: before.filter(({ id }) => !still.has(id)) };
}
