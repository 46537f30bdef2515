import { randomBytes } from 'node:crypto';
import { BaiupError } from '../../../lib/errors.ts';
import { lifeOf, type ProcessIdentity } from '../../services/process-identity.ts';
import { drivenElsewhere } from '../driven-elsewhere.ts';
import type { Driver } from '../port.ts';
import type { StoreDoor } from './store-door.ts';
import type { Head, StoreLook, StoreLooks } from './store-looks.ts';

const beatEveryMs = 3_000;

/** Milliseconds without a sign of life after which a driver on another machine counts as dead. */
const silentMs = 12_000;

/** Who drives a run; undefined where it was given back. On this machine that is seen, elsewhere it is heard of. */
export async function driverOf(head: Head, silence: StoreLook['silence']): Promise<Driver | undefined> {
  if (head.driver === null) return undefined;
  const { who, since, process } = head.driver;
  const { host, pid } = process;
  const seen = await lifeOf(process);
  const life = seen !== 'elsewhere' ? seen : silence(head) < silentMs ? 'alive-elsewhere' : 'dead';
  return { who, since, host, pid, life };
}

/** A run that this process drives. */
export interface StoreClaim {
  readonly attempt: number;
  readonly token: string;
  release(): Promise<void>;
}

interface Claimant {
  readonly id: string;
  readonly name: string;
  readonly who: string;
  readonly process: ProcessIdentity;
  readonly now: () => Date;
}

/** Only over what was looked at: of all who find the same driver gone one is the next. */
const take = `
WITH taken AS (
  UPDATE baiup.runs SET attempt = attempt + 1, token = $2, driver = $3::jsonb, beat = now(), changed = pg_current_xact_id()
  WHERE id = $1 AND attempt = $4 AND token = $5 AND beat IS NOT DISTINCT FROM $6::timestamptz
  RETURNING id, attempt, token, driver)
INSERT INTO baiup.drivers (run, attempt, token, driver) SELECT id, attempt, token, driver FROM taken`;

const giveBack = `
WITH given AS (
  UPDATE baiup.runs SET driver = NULL, changed = pg_current_xact_id()
  WHERE id = $1 AND attempt = $2 AND token = $3 RETURNING id)
UPDATE baiup.drivers d SET released = now() FROM given WHERE d.run = given.id AND d.attempt = $2 AND d.token = $3`;

const giveSign = `
UPDATE baiup.runs SET beat = now(), changed = pg_current_xact_id()
WHERE id = $1 AND attempt = $2 AND token = $3 AND driver IS NOT NULL`;

/** @throws BaiupError `run.removed` */
export async function headOf(looks: StoreLooks, id: string, name: string): Promise<[Head, StoreLook]> {
  const look = await looks.now();
  const head = look.heads.get(id);
  if (head) return [head, look];
  throw new BaiupError('run.removed', `${name} is not in the store any more`, {
    hint: 'baiup runs lists the runs that are there',
  });
}

/**
 * Takes a run for this process alone, with a number that grows with each who takes it: what an earlier one still writes
 * is refused.
 * @throws BaiupError `run.driven-elsewhere`, `run.removed`, `store.*`
 */
export async function claimInStore(door: StoreDoor, looks: StoreLooks, by: Claimant): Promise<StoreClaim> {
  const { id, name, who, process, now } = by;
  const token = randomBytes(8).toString('hex');
  const mine = JSON.stringify({ who, since: now().toISOString(), process });
  for (;;) {
    looks.changed();
    const [head, { silence }] = await headOf(looks, id, name);
    // The answer of an earlier try may be what was lost.
    if (head.token === token) return beating(door, looks, { id, attempt: head.attempt, token });
    const driver = await driverOf(head, silence);
    if (driver && driver.life !== 'dead') throw drivenElsewhere(name, driver);
    await door.ask(take, [id, token, mine, head.attempt, head.token, head.beat]);
  }
}

function beating(
  door: StoreDoor,
  looks: StoreLooks,
  { id, attempt, token }: { readonly id: string; readonly attempt: number; readonly token: string },
): StoreClaim {
  const own = [id, attempt, token];
  let isBeating = false;
  const timer = setInterval(() => {
    if (isBeating) return;
    isBeating = true;
    // A store that is away is told later.
    void door
      .ask(giveSign, own)
      .catch(() => undefined)
      .finally(() => {
        isBeating = false;
      });
  }, beatEveryMs);
  timer.unref();
  return {
    attempt,
    token,
    release: async () => {
      clearInterval(timer);
      await door.ask(giveBack, own);
      looks.changed();
    },
  };
}
