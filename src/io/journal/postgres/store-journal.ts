import { mkdir, readdir, rm } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { planSha256 } from '../../../core/plan/plan-id.ts';
import { planText } from '../../../core/plan/plan-text.ts';
import type { RunEvent } from '../../../core/run/event.ts';
import { thisProcess } from '../../services/process-identity.ts';
import type { Journal, RunReader, RunRecord } from '../port.ts';
import { parseRunPlan } from '../read-run-plan.ts';
import { resolveRun } from '../resolve-run.ts';
import { runEvents } from '../run-events.ts';
import { newRunId } from '../run-file.ts';
import { readMark } from './seen-mark.ts';
import { claimInStore, driverOf, headOf } from './store-claim.ts';
import { type StoreDoor, storeDoor } from './store-door.ts';
import { storeWords } from './store-error.ts';
import { storeLines } from './store-lines.ts';
import { type Head, type StoreLooks, storeLooks } from './store-looks.ts';
import { storePen } from './store-pen.ts';
import { storeRequests } from './store-requests.ts';
import type { StoreAddress } from './store-session.ts';
import { storeTexts } from './store-texts.ts';

export interface StoreOptions {
  readonly now: () => Date;
  /** Where this machine keeps what runs keep in files. */
  readonly folder: string;
  /** Milliseconds that one look at the store serves all who ask; 250 unless told. */
  readonly sharedForMs?: number;
}

/** Two looks a second: whoever waits for news goes on at the same moments as all others of this process. */
const paceMs = 500;

const lookAgain: RunReader['lookAgain'] = (everyMs, signal) => {
  const untilNext = paceMs - (performance.now() % paceMs);
  return delay(everyMs > paceMs ? everyMs : untilNext, undefined, { signal }).catch(() => undefined);
};

const nameOf = ({ number }: Pick<Head, 'number'>): string => `r-${number}`;

/** Events as this store calls their run: in another it may have had another name. */
const namedAs = <E extends RunEvent>(name: string, events: readonly E[]): readonly E[] =>
  events.length === 0 || events[0]?.run === name ? events : events.map((event) => ({ ...event, run: name }));

interface Opened {
  readonly door: StoreDoor;
  readonly looks: StoreLooks;
  readonly options: StoreOptions;
}

function eventsOf({ door, looks, options }: Opened, head: Head, folder: string) {
  const { id, called } = head;
  const name = nameOf(head);
  const { pen, hold, letGo } = storePen({ id, name, called, folder, door, looks });
  const lines = storeLines({ id, name, door, looks, mark: () => readMark(folder) });
  const kept = runEvents({ run: called, id, lines, pen, now: options.now });
  const events: Pick<RunRecord, 'events' | 'examine' | 'salvage' | 'append'> = {
    events: async (afterSeq) => namedAs(name, await kept.events(afterSeq)),
    examine: async () => {
      const found = await kept.examine();
      return { ...found, events: namedAs(name, found.events) };
    },
    append: async (fact) => {
      const [event] = namedAs(name, [await kept.append(fact)]);
      return event as RunEvent;
    },
    salvage: kept.salvage,
  };
  return { events, lines, hold, letGo };
}

function readerOf(opened: Opened, head: Head) {
  const { door, looks, options } = opened;
  const { id, made } = head;
  const name = nameOf(head);
  const folder = join(options.folder, id);
  const { events, lines, hold, letGo } = eventsOf(opened, head, folder);
  const reader: RunReader = {
    ...{ name, id, made, folder },
    events: events.events,
    examine: events.examine,
    text: async () => (await lines.all()).toString(),
    texts: storeTexts(door, { id, name }),
    requests: storeRequests(door, looks, { id, name }),
    isThere: async () => (await looks.now()).heads.has(id),
    lookAgain,
    names: async () => (await readdir(folder).catch(() => [])).sort(),
    missingFiles: async () => {
      const [{ kept }] = await headOf(looks, id, name);
      if (!kept || (kept.host === hostname() && kept.folder === folder)) return undefined;
      const here = new Set(await readdir(folder).catch(() => []));
      const names = kept.names.filter((each) => !here.has(each));
      return names.length === 0 ? undefined : { ...kept, names };
    },
    driver: async () => {
      const [now, { silence }] = await headOf(looks, id, name);
      return driverOf(now, silence);
    },
    // Whoever gives no more signs of life has lost it by that alone.
    disown: async () => undefined,
  };
  return { reader, events, folder, hold, letGo };
}

function recordOf(opened: Opened, head: Head, plan: RunRecord['plan']): RunRecord {
  const { door, looks, options } = opened;
  const { reader, events, folder, hold, letGo } = readerOf(opened, head);
  const { id, name } = reader;
  return {
    ...reader,
    plan,
    append: events.append,
    salvage: events.salvage,
    discard: async () => {
      await door.ask('DELETE FROM baiup.runs WHERE id = $1', [id]);
      looks.changed();
      await rm(folder, { recursive: true, force: true });
    },
    claim: async (who) => {
      await mkdir(folder, { recursive: true, mode: 0o700 });
      const by = { id, name, who, process: await thisProcess(), now: options.now };
      const claim = await claimInStore(door, looks, by);
      hold(claim);
      return {
        release: () => {
          letGo();
          return claim.release();
        },
      };
    },
  };
}

const insert = `
INSERT INTO baiup.runs (id, number, called, cluster, plan, plan_sha256, made, hash)
SELECT $1, n, 'r-' || n, $2, $3, $4, $5, $1 FROM (SELECT coalesce(max(number), 0) + 1 AS n FROM baiup.runs) next
ON CONFLICT DO NOTHING RETURNING id`;

export interface Store {
  readonly journal: Journal;
  close(): Promise<void>;
}

/** Runs kept in a database of their own on PostgreSQL, which several machines share; their files lie on each. */
export function openStore(address: StoreAddress, options: StoreOptions): Store {
  const door = storeDoor(address);
  const looks = storeLooks(door, options.sharedForMs ?? paceMs / 2);
  const opened: Opened = { door, looks, options };

  const named = async (typed: string): Promise<Head> => {
    const all = [...(await looks.now()).heads.values()].map((head) => ({
      name: nameOf(head),
      id: head.id,
      head,
    }));
    return resolveRun(typed, all).head;
  };

  const add = async (id: string, plan: RunRecord['plan']): Promise<void> => {
    const values = [
      id,
      plan.cluster,
      [...planText(plan)].join(''),
      planSha256(plan),
      options.now().toISOString(),
    ];
    for (;;) {
      if ((await door.ask(insert, values)).length > 0) return;
      // Another has taken the number, or it was added, and only the answer to that was lost.
      looks.changed();
      if ((await looks.now()).heads.has(id)) return;
    }
  };

  const journal: Journal = {
    list: async () => [...(await looks.now()).heads.values()].map(nameOf),
    create: async (plan) => {
      await door.prepare();
      const id = newRunId();
      await mkdir(join(options.folder, id), { recursive: true, mode: 0o700 });
      await add(id, plan);
      looks.changed();
      const [head] = await headOf(looks, id, 'the run');
      return recordOf(opened, head, plan);
    },
    reader: async (typed) => readerOf(opened, await named(typed)).reader,
    open: async (typed) => {
      const head = await named(typed);
      const [row] = await door.ask<{ plan: string; sha: string }>(
        'SELECT plan, plan_sha256 AS sha FROM baiup.runs WHERE id = $1',
        [head.id],
      );
      const kept = {
        where: `of ${nameOf(head)} in ${storeWords(address)}`,
        hint: 'put the database of the store back from a backup',
      };
      return recordOf(opened, head, parseRunPlan(row?.plan ?? '', kept, row?.sha));
    },
  };
  return { journal, close: door.close };
}
