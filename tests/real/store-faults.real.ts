import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import type { RunEvent } from '../../src/core/run/event.ts';
import { plan, stopped } from '../../src/io/journal/contract.ts';
import { judgeText } from '../../src/io/journal/journal-text.ts';
import type { Journal, RunReader } from '../../src/io/journal/port.ts';
import { type CutProxy, cutProxy } from './cut-proxy.ts';
import { ownStore } from './own-store.ts';

const own = ownStore('faults');
let proxy: CutProxy | undefined;
afterEach(async () => {
  await proxy?.close();
  proxy = undefined;
});

const steps = (events: readonly RunEvent[]) =>
  events.map((event) => (event.kind === 'step.started' ? event.step : ''));

/** What another machine reads: whole, and each event once. */
async function readElsewhere(name = 'r-1'): Promise<string[]> {
  const reader = await own().open({ home: 'elsewhere' }).reader(name);
  const judged = judgeText(await reader.text(), reader);
  expect(judged.damage).toBeUndefined();
  expect(await reader.examine()).toEqual({ events: judged.events });
  return steps(judged.events);
}

async function begun(journal: Journal, ...events: readonly string[]) {
  const record = await journal.create(plan);
  const claim = await record.claim('ana@desk');
  for (const step of events) await record.append(stopped(step));
  return { record, claim };
}

const waits = async (of: Promise<unknown>, ms: number): Promise<boolean> =>
  (await Promise.race([of.then(() => 'done'), delay(ms).then(() => 'waits')])) === 'waits';

describe('a store that is restarted', () => {
  it('is waited for by whoever drives, who goes on with nothing lost and nothing twice', async () => {
    const { record, claim } = await begun(own().open(), 'a', 'b');
    await own().server.stop({ timeoutMs: 30_000 });
    const added = Promise.all(['c', 'd'].map((step) => record.append(stopped(step))));
    expect(await waits(added, 1_500)).toBe(true);
    await own().server.start({ timeoutMs: 30_000 });
    expect((await added).map(({ seq }) => seq)).toEqual([3, 4]);
    // It told nobody that it lives while the server was down, and has the run still.
    const other = await own().open({ home: 'elsewhere' }).open('r-1');
    await expect(other.claim('ben@desk')).rejects.toMatchObject({ code: 'run.driven-elsewhere' });
    await record.append(stopped('e'));
    await claim.release();
    expect(await readElsewhere()).toEqual(['a', 'b', 'c', 'd', 'e']);
  });

  it('is given up after a while, and the run can go on later', async () => {
    proxy = await cutProxy(own().address());
    const { record } = await begun(own().open({ address: { port: proxy.port, lostAfterMs: 1_200 } }), 'a');
    proxy.cut();
    await expect(record.append(stopped('b'))).rejects.toMatchObject({
      code: 'run.not-written',
      message: expect.stringMatching(
        /^the store "runs_\d+" on PostgreSQL at 127.0.0.1:\d+ does not answer: /,
      ),
      hint: expect.stringMatching(/then go on: baiup resume r-1/),
    });
    proxy.mend();
    await record.append(stopped('c'));
    expect(await readElsewhere()).toEqual(['a', 'c']);
  });

  it('has kept what it did not get to say that it kept', async () => {
    proxy = await cutProxy(own().address());
    const { record } = await begun(own().open({ address: { port: proxy.port } }), 'a');
    proxy.loseAnswers();
    const added = record.append(stopped('b'));
    expect(await waits(added, 1_200)).toBe(true);
    // It was written all the same, and not once more for each try.
    expect(await readElsewhere()).toEqual(['a', 'b']);
    proxy.mend();
    expect(await added).toMatchObject({ seq: 2, step: 'b' });
    await record.append(stopped('c'));
    expect(await readElsewhere()).toEqual(['a', 'b', 'c']);
  });
});

describe('a store that takes no changes', () => {
  const readOnly = (on: boolean) =>
    own().beside(
      `ALTER DATABASE ${own().address().name} SET default_transaction_read_only = ${on}`,
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '${own().address().name}'`,
    );

  it('because it is read-only is waited for', async () => {
    const { record } = await begun(own().open(), 'a');
    await readOnly(true);
    const added = record.append(stopped('b'));
    expect(await waits(added, 1_500)).toBe(true);
    await readOnly(false);
    // Sessions keep what was so when they began.
    await own().beside(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '${own().address().name}'`,
    );
    await added;
    expect(await readElsewhere()).toEqual(['a', 'b']);
  });

  it('because its disk is full is given up after a while, and told', async () => {
    const { record } = await begun(own().open({ address: { lostAfterMs: 1_200 } }), 'a');
    await own().sql(`CREATE FUNCTION no_room() RETURNS trigger LANGUAGE plpgsql AS
      $$ BEGIN RAISE disk_full USING MESSAGE = 'could not extend file: No space left on device'; END $$`);
    await own().sql(
      'CREATE TRIGGER no_room BEFORE INSERT ON baiup.events FOR EACH ROW EXECUTE FUNCTION no_room()',
    );
    await expect(record.append(stopped('b'))).rejects.toMatchObject({
      code: 'run.not-written',
      message: expect.stringContaining('has no room left: could not extend file'),
    });
    await own().sql('DROP TRIGGER no_room ON baiup.events');
    await record.append(stopped('c'));
    expect(await readElsewhere()).toEqual(['a', 'c']);
  });
});

describe('a store that was put back to an older state', () => {
  /** Puts a copy of the database in its place, as a standby that was behind when it was promoted. */
  const asIfPromoted = async () => {
    const { name } = own().address();
    const end = `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '${name}'`;
    await own().beside(end, `CREATE DATABASE ${name}_older TEMPLATE ${name}`);
    return () =>
      own().beside(
        end,
        `ALTER DATABASE ${name} RENAME TO ${name}_newer`,
        `ALTER DATABASE ${name}_older RENAME TO ${name}`,
      );
  };

  it('is refused by whoever has written more, as often as it tries', async () => {
    const { record } = await begun(own().open(), 'a', 'b');
    const promote = await asIfPromoted();
    await record.append(stopped('c'));
    await promote();
    const refused = {
      code: 'store.went-back',
      message: expect.stringMatching(/ has 2 events of r-1, and this process has written 3: /),
    };
    await expect(record.append(stopped('d'))).rejects.toMatchObject(refused);
    await expect(record.append(stopped('e'))).rejects.toMatchObject({
      code: expect.stringMatching(/^(store.went-back|run.damaged)$/),
    });
    expect(await readElsewhere()).toEqual(['a', 'b']);
  });

  it('is noticed on the machine that wrote more, also by a later process', async () => {
    const { claim, record } = await begun(own().open(), 'a', 'b');
    const promote = await asIfPromoted();
    await record.append(stopped('c'));
    await claim.release();
    await promote();
    await own().sql('UPDATE baiup.runs SET driver = NULL, changed = pg_current_xact_id()');
    const later = await own().open().open('r-1');
    expect(await later.examine()).toMatchObject({
      damage: { why: expect.stringMatching(/^event 3 is missing at the end: this machine has seen /) },
    });
    await expect(later.append(stopped('d'))).rejects.toMatchObject({ code: 'run.damaged' });
    await later.salvage((kept) => [stopped(`after ${kept}`)]);
    await later.append(stopped('e'));
    expect(await readElsewhere()).toEqual(['after generation 1 in the store', 'e']);
  });

  it('is refused also where only the claim is older', async () => {
    const journal = own().open();
    const record = await journal.create(plan);
    await record.append(stopped('a'));
    const promote = await asIfPromoted();
    await record.claim('ana@desk');
    await promote();
    await expect(record.append(stopped('b'))).rejects.toMatchObject({ code: 'store.went-back' });
    expect(await readElsewhere()).toEqual(['a']);
  });
});

describe('two drivers of one run', () => {
  /** A driver on another machine that was last heard of so many seconds ago. */
  const heardOf = (seconds: number) =>
    own().sql(
      `UPDATE baiup.runs SET driver = jsonb_set(driver, '{process,host}', '"far"'), changed = pg_current_xact_id(),
        beat = now() - interval '${seconds} seconds'`,
    );
  const serverIsUp = async (seconds: number) => {
    const [{ up = 0 } = {}] = await own().sql<{ up: number }>(
      'SELECT extract(epoch FROM now() - pg_postmaster_start_time())::float8 AS up',
    );
    await delay(Math.max(0, seconds - up) * 1000);
  };

  it('one that gives signs of life elsewhere is refused a second, one that is silent is followed', async () => {
    const { record } = await begun(own().open(), 'a');
    await heardOf(2);
    const other = await own().open({ home: 'elsewhere' }).open('r-1');
    expect(await other.driver()).toMatchObject({ who: 'ana@desk', host: 'far', life: 'alive-elsewhere' });
    await expect(other.claim('ben@desk')).rejects.toMatchObject({
      code: 'run.driven-elsewhere',
      message: expect.stringMatching(/^ana@desk drives r-1 from far \(process \d+\)$/),
    });
    await serverIsUp(13);
    await heardOf(13);
    expect(await other.driver()).toMatchObject({ life: 'dead' });
    const claim = await other.claim('ben@desk');
    await expect(record.append(stopped('late'))).rejects.toMatchObject({
      code: 'run.taken-over',
      exit: 3,
      message: expect.stringMatching(/^ben@desk drives r-1 from /),
    });
    await other.append(stopped('b'));
    await expect(record.append(stopped('later'))).rejects.toMatchObject({ code: 'run.taken-over' });
    await claim.release();
    await expect(record.append(stopped('latest'))).rejects.toMatchObject({ code: 'run.taken-over' });
    expect(await readElsewhere()).toEqual(['a', 'b']);
  });

  it('one that gave the run back adds nothing any more', async () => {
    const { record, claim } = await begun(own().open(), 'a');
    const other = await own().open({ home: 'elsewhere' }).open('r-1');
    await claim.release();
    const second = await other.claim('ben@desk');
    await expect(record.append(stopped('late'))).rejects.toMatchObject({ code: 'run.driven-elsewhere' });
    await other.append(stopped('b'));
    await second.release();
    expect(await readElsewhere()).toEqual(['a', 'b']);
  });

  it('keeps who drove it, and who asked for what', async () => {
    const { record, claim } = await begun(own().open(), 'a');
    const ask = { what: 'pause', who: 'ben@desk', why: 'lunch', at: '2026-01-01T00:00:00.000Z' } as const;
    await record.requests.make(ask);
    await record.requests.remove('pause');
    await claim.release();
    await (await record.claim('ben@desk')).release();
    const drivers = await own().sql(
      "SELECT attempt, driver->>'who' AS who, released IS NOT NULL AS released FROM baiup.drivers ORDER BY attempt",
    );
    expect(drivers).toEqual([
      { attempt: 1, who: 'ana@desk', released: true },
      { attempt: 2, who: 'ben@desk', released: true },
    ]);
    expect(await own().sql('SELECT what, who, why, over IS NOT NULL AS over FROM baiup.requests')).toEqual([
      { what: 'pause', who: 'ben@desk', why: 'lunch', over: true },
    ]);
  });
});

describe('whoever follows', () => {
  it('misses nothing that was begun early and ends late', async () => {
    const journal = own().open();
    const [slow, quick] = [await journal.create(plan), await journal.create(plan)];
    const readers: RunReader[] = [];
    for (const { name } of [slow, quick]) readers.push(await own().open({ home: 'elsewhere' }).reader(name));
    const [slowReader, quickReader] = readers;
    const late = own().sql(
      `WITH run AS (UPDATE baiup.runs SET changed = pg_current_xact_id() WHERE id = '${slow.id}' RETURNING id),
         made AS (INSERT INTO baiup.requests (run, what, who, why, at) SELECT id, 'pause', 'ben', 'late', 'now' FROM run)
       SELECT pg_sleep(1.5)`,
    );
    await delay(300);
    for (const step of ['a', 'b', 'c']) {
      await quick.append(stopped(step));
      expect(await quickReader?.events()).not.toEqual([]);
      expect(await slowReader?.requests.read()).toEqual([]);
    }
    await late;
    expect(await slowReader?.requests.read()).toMatchObject([{ why: 'late' }]);
  });

  it('asks no more than five times a second, with a driver that has nothing to do, whatever is watched', async () => {
    const driving = own().open({ sharedForMs: 250 });
    const { record } = await begun(driving, 'a');
    for (let n = 2; n <= 20; n += 1) await driving.create(plan);
    const watching = own().open({ home: 'elsewhere', sharedForMs: 250 });
    const readers = await Promise.all((await watching.list()).map((name) => watching.reader(name)));
    await own().server.set({ log_statement: 'all' });
    await delay(500);
    const logged = async () =>
      (await own().server.lastWords(100_000)).split(/ LOG: {2}(?:statement|execute)/).length;
    const before = await logged();
    const ending = new AbortController();
    const goOn = async (look: () => Promise<unknown>, reader: Pick<RunReader, 'lookAgain'>) => {
      while (!ending.signal.aborted) {
        await look();
        await reader.lookAgain(60, ending.signal);
      }
    };
    const all = [
      goOn(() => record.requests.read(), record),
      ...readers.flatMap((reader) => [
        goOn(() => reader.events(), reader),
        goOn(() => reader.driver(), reader),
      ]),
    ];
    await delay(6_000);
    ending.abort();
    await Promise.all(all);
    const perSecond = ((await logged()) - before) / 6;
    await own().server.set({ log_statement: 'none' });
    expect(perSecond).toBeGreaterThan(2);
    expect(perSecond).toBeLessThan(5);
  });
});
