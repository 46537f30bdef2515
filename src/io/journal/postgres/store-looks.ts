import { z } from 'zod';
import { processIdentity } from '../../services/process-identity.ts';
import { keptFiles } from '../kept-files.ts';
import { requestSchema } from '../request.ts';
import type { StoreDoor } from './store-door.ts';

const claimed = z.object({ who: z.string(), since: z.string(), process: processIdentity });

const headSchema = z.object({
  id: z.string(),
  number: z.int(),
  /** What its events call it: in the store that it comes from it may have had another name. */
  called: z.string(),
  cluster: z.string(),
  made: z.string(),
  /** Another after each time that a damaged journal was begun anew. */
  generation: z.int(),
  seq: z.int(),
  hash: z.string(),
  attempt: z.int(),
  token: z.string(),
  /** Whoever has it or had it last; null where it was given back. */
  driver: claimed.nullable(),
  beat: z.string().nullable(),
  kept: keptFiles.nullable(),
  requests: z.array(z.unknown()).transform((all) =>
    all.flatMap((each) => {
      const read = requestSchema.safeParse(each);
      return read.success ? [read.data] : [];
    }),
  ),
});
/** How a run stands in the store. */
export type Head = z.infer<typeof headSchema>;

const lookRow = z.object({
  horizon: z.string(),
  now: z.number(),
  started: z.number(),
  runs: z.int(),
  heads: z.array(headSchema),
});

/** What changed since a horizon: all that was written by transactions that had not ended then. */
const statement = `
SELECT pg_snapshot_xmin(pg_current_snapshot())::text AS horizon,
  extract(epoch FROM now())::float8 AS now,
  extract(epoch FROM pg_postmaster_start_time())::float8 AS started,
  (SELECT count(*)::int FROM baiup.runs) AS runs,
  (SELECT coalesce(json_agg(head), '[]') FROM (
    SELECT id, number, called, cluster, made, generation, seq, hash, attempt, token, driver, beat, kept,
      (SELECT coalesce(json_agg(json_build_object('what', what, 'who', who, 'why', why, 'at', at) ORDER BY q.id), '[]')
        FROM baiup.requests q WHERE q.run = r.id AND q.over IS NULL) AS requests
    FROM baiup.runs r WHERE r.changed >= $1::xid8 ORDER BY number) head) AS heads`;

/** All runs of a store at one moment. */
export interface StoreLook {
  readonly heads: ReadonlyMap<string, Head>;
  /** Milliseconds since the last sign of life of a run's driver; a server that was down was told none. */
  silence(head: Head): number;
}

const empty: StoreLook = { heads: new Map(), silence: () => 0 };
const beginning = '0';

/**
 * Looks at a store, each time only at what changed. One look serves all who ask within a moment: whoever asks for many
 * runs, or for many things of one, asks once.
 */
export function storeLooks(door: StoreDoor, sharedForMs: number) {
  const heads = new Map<string, Head>();
  let horizon = beginning;
  let session = -1;
  let shared: { readonly at: number; readonly look: Promise<StoreLook> } | undefined;

  const takeIn = async (from: string): Promise<z.infer<typeof lookRow>> => {
    const [row] = await door.ask(statement, [from]);
    const found = lookRow.parse(row);
    const isAll = from === beginning;
    // Another server may count its transactions otherwise.
    if (!isAll && session !== door.sessions()) return takeIn(beginning);
    session = door.sessions();
    if (isAll) heads.clear();
    for (const head of found.heads) heads.set(head.id, head);
    return isAll || heads.size === found.runs ? found : takeIn(beginning);
  };

  const take = async (): Promise<StoreLook> => {
    if (!(await door.isMade())) return empty;
    const found = await takeIn(session === door.sessions() ? horizon : beginning);
    ({ horizon } = found);
    const { now, started } = found;
    const silence = ({ beat }: Head): number =>
      (now - Math.max(beat === null ? 0 : Date.parse(beat) / 1000, started)) * 1000;
    return { heads: new Map([...heads].sort(([, one], [, two]) => one.number - two.number)), silence };
  };

  return {
    now: (): Promise<StoreLook> => {
      const at = performance.now();
      if (shared && at - shared.at < sharedForMs) return shared.look;
      const last = shared?.look.catch(() => undefined);
      const look = (async () => {
        await last;
        return take();
      })();
      look.catch(() => undefined);
      shared = { at, look };
      return look;
    },
    /** This process has changed something: whoever asks next is to see it. */
    changed: (): void => {
      shared = shared && { ...shared, at: -sharedForMs };
    },
  };
}
export type StoreLooks = ReturnType<typeof storeLooks>;
