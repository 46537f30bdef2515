import { z } from 'zod';
import type { SeenLocations } from '../../core/configuration/seen-locations.ts';
import type { KnownQuestion } from '../../core/schema/known-questions.ts';
import { revisionDone } from '../../core/schema/revision-done.ts';

/** What the server says of an error: SQLSTATE, and the object or row that it met. */
const met = z.object({
  sqlstate: z.string(),
  detail: z.string().optional(),
  table_name: z.string().optional(),
  column_name: z.string().optional(),
  constraint_name: z.string().optional(),
});

/** What `migrate.py` says, one JSON document a line. */
const message = z.discriminatedUnion('event', [
  z.object({ event: z.literal('ready'), server: z.string(), seconds: z.number() }),
  revisionDone.extend({ event: z.literal('revision') }),
  z.object({ event: z.literal('done'), seconds: z.number(), rows: z.array(z.string()) }),
  z.object({
    event: z.literal('failed'),
    id: z.string().nullable(),
    code: z.string().nullable(),
    type: z.string(),
    error: z.string(),
    traceback: z.string(),
    met: met.nullish(),
    /** What the revision's loops had taken when it failed, by the names of their variables. */
    at: z.record(z.string(), z.string()).optional(),
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

/** What the plan has to say to a question that a revision asks. */
export type PlannedAnswer = Pick<KnownQuestion, 'revision' | 'asks' | 'answer'>;

/** Where the component's own settings lead, and what is to be found there. */
export interface ServedLocations extends Pick<SeenLocations, 'database'> {
  readonly etcd?: NonNullable<SeenLocations['etcd']> & {
    /** A key of etcd and its value, in base64. */
    readonly mark?: { readonly key: string; readonly value: string };
  };
}

/** What it is told: the only place where passwords are written down, and only into a pipe. */
export interface MigratorOrder {
  readonly mode: 'migrate' | 'fresh';
  readonly head: string;
  readonly from?: readonly string[];
  readonly run?: readonly string[];
  readonly answers?: readonly PlannedAnswer[];
  readonly served?: ServedLocations;
  /** Whether to look at what each revision does, in its own transaction. */
  readonly observe?: boolean;
}
