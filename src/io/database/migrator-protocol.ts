import { z } from 'zod';

/** What `migrate.py` says, one JSON document a line. */
const message = z.discriminatedUnion('event', [
  z.object({ event: z.literal('ready'), server: z.string(), seconds: z.number() }),
  z.object({ event: z.literal('revision'), id: z.string(), seconds: z.number() }),
  z.object({ event: z.literal('done'), seconds: z.number(), rows: z.array(z.string()) }),
  z.object({
    event: z.literal('failed'),
    id: z.string().nullable(),
    code: z.string().nullable(),
    type: z.string(),
    error: z.string(),
    traceback: z.string(),
  }),
]);
export type MigratorMessage = z.infer<typeof message>;
export type MigratorFailure = Extract<MigratorMessage, { event: 'failed' }>;

/** A line of its output; undefined where it is none of ours. */
export function parseMessage(line: string): MigratorMessage | undefined {
  try {
    return message.safeParse(JSON.parse(line)).data;
  } catch {
    return undefined;
  }
}

/** What it is told: the only place where the password is written down, and only into a pipe. */
export interface MigratorOrder {
  readonly mode: 'migrate' | 'fresh';
  readonly head: string;
  readonly from?: readonly string[];
  readonly run?: readonly string[];
}
