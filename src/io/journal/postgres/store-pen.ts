import { readdir } from 'node:fs/promises';
import { hostname } from 'node:os';
import { BaiupError, exitCode } from '../../../lib/errors.ts';
import { drivenElsewhere } from '../driven-elsewhere.ts';
import type { KeptFiles } from '../kept-files.ts';
import type { JournalPen } from '../run-events.ts';
import { beginningOf, type Place } from '../scan.ts';
import { type TimedFact, writeOn } from '../write-on.ts';
import { readMark, writeMark } from './seen-mark.ts';
import { driverOf, headOf, type StoreClaim } from './store-claim.ts';
import type { StoreDoor } from './store-door.ts';
import { storeWords } from './store-error.ts';
import type { Head, StoreLooks } from './store-looks.ts';

interface Where {
  readonly id: string;
  readonly name: string;
  readonly called: string;
  readonly folder: string;
  readonly door: StoreDoor;
  readonly looks: StoreLooks;
}

/** One transaction: rows come in only behind the row that they follow, and only of whoever drives the run now. */
const add = `
WITH head AS (
  UPDATE baiup.runs SET seq = $5, hash = $6, kept = coalesce($7::jsonb, kept), changed = pg_current_xact_id()
  WHERE id = $1 AND generation = $2 AND seq = $3 AND hash = $4 AND attempt = $8 AND token = $9
    AND (driver IS NOT NULL OR NOT $10::boolean)
  RETURNING id)
INSERT INTO baiup.events (run, generation, seq, line)
SELECT head.id, $2, e.seq, e.line FROM head, unnest($11::int[], $12::text[]) AS e (seq, line)
RETURNING seq`;

const anew = `
WITH head AS (
  UPDATE baiup.runs SET generation = $2, seq = $3, hash = $4, changed = pg_current_xact_id()
  WHERE id = $1 AND generation = $5 AND seq = $6 AND attempt = $7 AND token = $8
  RETURNING id)
INSERT INTO baiup.events (run, generation, seq, line)
SELECT head.id, $2, e.seq, e.line FROM head, unnest($9::int[], $10::text[]) AS e (seq, line)
RETURNING seq`;

/** Of a run's folder what only a run makes that has begun, and needs on its way back. */
async function keptIn(folder: string): Promise<KeptFiles> {
  const names = (await readdir(folder).catch(() => [])).filter((name) => name.startsWith('hop-')).sort();
  return { host: hostname(), folder, names };
}

const linesOf = (bytes: Buffer): string[] => bytes.toString().split('\n').slice(0, -1);

/** Adds to a run's journal in a store. */
export function storePen(where: Where) {
  const { id, name, called, folder, door, looks } = where;
  let claim: StoreClaim | undefined;
  let generation = 0;
  let toldKept = '';
  /** Whether what this process knows of the journal is how it ends. */
  let isOpen = false;
  let refused: BaiupError | undefined;

  /** Who may write: this process by its claim, or anybody where nobody drives it. */
  const asWhom = async (): Promise<Pick<StoreClaim, 'attempt' | 'token'>> => {
    if (claim && isOpen) return claim;
    const [head, { silence }] = await headOf(looks, id, name);
    ({ generation } = head);
    toldKept = head.kept === null ? '' : JSON.stringify(head.kept);
    if (claim) return claim;
    const driver = await driverOf(head, silence);
    if (driver && driver.life !== 'dead') throw drivenElsewhere(name, driver);
    return head;
  };

  const newKept = async (): Promise<string | undefined> => {
    if (!claim) return undefined;
    const kept = await keptIn(folder);
    const text = JSON.stringify(kept);
    if (text === toldKept || (kept.names.length === 0 && toldKept === '')) return undefined;
    toldKept = text;
    return text;
  };

  /** Why nothing was added; undefined where it was, and only the answer to that was lost. */
  const whyNot = async (from: Place, to: Place): Promise<BaiupError | undefined> => {
    looks.changed();
    const [head, look] = await headOf(looks, id, name);
    if (head.seq === to.seq && head.hash === to.hash) return undefined;
    if (head.seq < from.seq || (claim && head.attempt < claim.attempt)) return wentBack(where, head, from);
    const driver = await driverOf(head, look.silence);
    if (driver && head.token !== claim?.token) return takenOver(name, driver.who, driver.host);
    return changedBeside(where);
  };

  const write = async (facts: readonly TimedFact[], from: Place): ReturnType<JournalPen['write']> => {
    if (refused) throw refused;
    const { attempt, token } = await asWhom();
    const { events, bytes, place } = writeOn(facts, from, called);
    const own = [attempt, token, claim !== undefined];
    const rows = [events.map(({ seq }) => seq), linesOf(bytes)];
    const before = toldKept;
    const values = [
      id,
      generation,
      from.seq,
      from.hash,
      place.seq,
      place.hash,
      await newKept(),
      ...own,
      ...rows,
    ];
    const added = await door.ask(add, values).catch((error: unknown) => {
      toldKept = before;
      isOpen = false;
      throw notWritten(name, error);
    });
    const why = added.length === events.length ? undefined : await whyNot(from, place);
    if (why) {
      isOpen = false;
      // Whatever is asked of it later: it is never gone on with as if nothing had been.
      if (claim) refused = why;
      throw why;
    }
    isOpen = claim !== undefined;
    looks.changed();
    await writeMark(folder, { generation, seq: place.seq });
    return { events, place };
  };

  const pen: JournalPen = {
    isAlone: () => isOpen,
    write,
    beginAnew: async (facts) => {
      looks.changed();
      const { attempt, token } = await asWhom();
      const [head] = await headOf(looks, id, name);
      const next = Math.max(head.generation, (await readMark(folder))?.generation ?? 0) + 1;
      const { events, bytes, place } = writeOn(
        facts(`generation ${head.generation} in the store`),
        beginningOf(id),
        called,
      );
      const rows = [events.map(({ seq }) => seq), linesOf(bytes)];
      const values = [id, next, place.seq, place.hash, head.generation, head.seq, attempt, token, ...rows];
      const added = await door.ask(anew, values);
      if (added.length !== events.length) throw changedBeside(where);
      generation = next;
      looks.changed();
      await writeMark(folder, { generation, seq: place.seq });
    },
    close: async () => {
      isOpen = false;
    },
  };
  return {
    pen,
    hold: (mine: StoreClaim): void => {
      claim = mine;
      refused = undefined;
    },
    letGo: (): void => {
      claim = undefined;
      isOpen = false;
    },
  };
}

function notWritten(name: string, error: unknown): BaiupError {
  const { message, hint = '' } = error as BaiupError;
  return new BaiupError('run.not-written', message, {
    cause: error,
    left: 'what the run did so far is in its journal',
    hint: `${hint}${hint === '' ? 'fix that' : ''}; then go on: baiup resume ${name}, or back: baiup rollback ${name}`,
  });
}

function takenOver(name: string, who: string, host: string): BaiupError {
  return new BaiupError(
    'run.taken-over',
    `${who} drives ${name} from ${host} now: this process does no more`,
    {
      exit: exitCode.resumable,
      left: 'the run goes on there',
      hint: `watch it: baiup show ${name} --follow`,
    },
  );
}

function wentBack({ name, door }: Where, { seq }: Head, from: Place): BaiupError {
  return new BaiupError(
    'store.went-back',
    `${storeWords(door.address)} has ${seq} events of ${name}, and this process has written ${from.seq}: it was put back to an older state`,
    {
      left: 'nothing was written since; what the run did to the cluster is as it was',
      hint: `was a standby promoted that was behind, or a backup restored? Bring back the server that has all; else go on from what is there: baiup show ${name}`,
    },
  );
}

function changedBeside({ name, door }: Where): BaiupError {
  return new BaiupError('run.not-written', `somebody else changed ${name} in ${storeWords(door.address)}`, {
    left: 'what the run did so far is in its journal',
    hint: `look at it: baiup show ${name}`,
  });
}
