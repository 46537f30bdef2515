import { describe, expect, it } from 'vitest';
import type { Plan } from '../../core/plan/plan.ts';
import { identified } from '../../core/plan/plan-id.ts';
import type { RunFact } from '../../core/run/event.ts';
import { judgeText } from './journal-text.ts';
import type { Journal } from './port.ts';
import type { Request } from './request.ts';

/** A place where runs are kept, for one test. */
interface Place {
  /** The journal as a process of its own opens it. */
  readonly open: () => Journal;
  /** Lets every process that drives a run die. */
  readonly crash: () => Promise<void>;
  /** Lets the journal of a run lose one of its events. */
  readonly lose: (name: string, seq: number) => Promise<void>;
}

/** A clock that stands still. */
export const at = '2026-11-27T12:00:00.000Z';

export const plan: Plan = identified({
  madeWith: { baiup: '0', catalog: '' },
  cluster: 'lab',
  policy: 'page',
  windows: 'each',
  from: '24.03.10',
  to: '24.03.11',
  fingerprint: '',
  facts: { components: [], revisions: [] },
  hops: [],
  findings: [],
  accepted: [],
  downtime: { predicted: 1, basis: 'a test' },
});

export const stopped = (step: string): RunFact => ({
  kind: 'step.started',
  step,
  hop: 0,
  title: `Stop ${step}`,
});

const request = (what: Request['what']): Request => ({ what, who: 'ana@desk', why: 'lunch', at });

/** What every journal does, whatever it keeps its runs in. */
export function journalContract(name: string, begin: () => Promise<Place>): void {
  describe(`the journal: ${name}`, () => {
    it('names runs in the order in which they began, and keeps their plans', async () => {
      const { open } = await begin();
      expect(await open().list()).toEqual([]);
      const created = [];
      for (let n = 0; n < 11; n += 1)
        created.push((await open().create({ ...plan, id: `p-0000000${n.toString(16)}` })).name);
      expect(created.slice(0, 2)).toEqual(['r-1', 'r-2']);
      expect(await open().list()).toEqual(created);
      expect((await open().open('r-11')).plan).toEqual({ ...plan, id: 'p-0000000a' });
    });

    it('gives runs that begin at once different names', async () => {
      const { open } = await begin();
      const records = await Promise.all(Array.from({ length: 5 }, () => open().create(plan)));
      expect(new Set(records.map(({ name }) => name)).size).toBe(5);
    });

    it('gives runs ids that are theirs alone, and finds them by what is typed of those', async () => {
      const { open } = await begin();
      const records = await Promise.all(Array.from({ length: 5 }, () => open().create(plan)));
      expect(new Set(records.map(({ id }) => id)).size).toBe(5);
      for (const { id, name } of records) {
        expect(id).toMatch(/^[0-9a-f]{12}$/);
        expect(await open().open(name)).toMatchObject({ name, id });
        expect(await open().reader(id)).toMatchObject({ name, id });
        expect(await open().open(id.slice(0, 10))).toMatchObject({ name, id });
      }
    });

    it.each(['r-2', '../r-1', 'r-1/..', ''])('refuses the unknown run "%s"', async (id) => {
      const { open } = await begin();
      await open().create(plan);
      const refused = { code: 'run.unknown', exit: 64 };
      await expect(open().open(id)).rejects.toMatchObject(refused);
      await expect(open().reader(id)).rejects.toMatchObject(refused);
    });

    it('numbers events and keeps when they were', async () => {
      const { open } = await begin();
      const record = await open().create(plan);
      expect(await record.events()).toEqual([]);
      await record.append({ kind: 'run.resumed', who: 'ana@desk' });
      const second = await record.append(stopped('1.stop.m1'));
      expect(second).toEqual({ seq: 2, at, run: 'r-1', ...stopped('1.stop.m1') });
      expect((await (await open().open('r-1')).events())[1]).toEqual(second);
    });

    it('keeps the order of those that are in flight at once', async () => {
      const { open } = await begin();
      const record = await open().create(plan);
      const steps = Array.from({ length: 50 }, (_each, n) => `1.stop.a${n}`);
      const told = await Promise.all(steps.map((step) => record.append(stopped(step))));
      expect(told.map(({ seq }) => seq)).toEqual(steps.map((_each, n) => n + 1));
      const kept = await (await open().reader('r-1')).events();
      expect(kept).toEqual(told);
      expect(await (await open().reader('r-1')).examine()).toEqual({ events: told });
    });

    it('tells a reader what is new', async () => {
      const { open } = await begin();
      const record = await open().create(plan);
      const reader = await open().reader('r-1');
      expect(await reader.events()).toEqual([]);
      await record.append(stopped('a'));
      await record.append(stopped('b'));
      expect((await reader.events(1)).map(({ seq }) => seq)).toEqual([2]);
      await record.append(stopped('c'));
      expect((await reader.events(2)).map(({ seq }) => seq)).toEqual([3]);
      expect(await reader.events(3)).toEqual([]);
      expect(await reader.events()).toHaveLength(3);
    });

    it('goes on where another process ended', async () => {
      const { open } = await begin();
      const first = await (await open().create(plan)).append(stopped('a'));
      const second = await (await open().open('r-1')).append(stopped('b'));
      expect([first.seq, second.seq]).toEqual([1, 2]);
    });

    it('forgets a run that never began', async () => {
      const { open } = await begin();
      await (await open().create(plan)).discard();
      expect(await open().list()).toEqual([]);
    });

    it('lets one drive a run at a time, and says who', async () => {
      const { open } = await begin();
      const record = await open().create(plan);
      expect(await record.driver()).toBeUndefined();
      const claim = await record.claim('ana@desk');
      const other = await open().open(record.id);
      await expect(other.claim('ben@desk')).rejects.toMatchObject({ code: 'run.driven-elsewhere', exit: 2 });
      await expect(record.claim('ana@desk')).rejects.toMatchObject({ code: 'run.driven-elsewhere' });
      expect(await (await open().reader('r-1')).driver()).toMatchObject({ who: 'ana@desk', life: 'alive' });
      await other.disown();
      expect(await record.driver()).toMatchObject({ who: 'ana@desk' });
      await claim.release();
      expect(await record.driver()).toBeUndefined();
      const second = await other.claim('ben@desk');
      expect(await record.driver()).toMatchObject({ who: 'ben@desk' });
      await second.release();
    });

    it('lets another drive once the driver is dead', async () => {
      const { open, crash } = await begin();
      await (await open().create(plan)).claim('ana@desk');
      await crash();
      const other = await open().open('r-1');
      expect(await other.driver()).toMatchObject({ who: 'ana@desk', life: 'dead' });
      const claim = await other.claim('ben@desk');
      await expect((await open().open('r-1')).claim('ana@desk')).rejects.toMatchObject({
        code: 'run.driven-elsewhere',
      });
      await claim.release();
    });

    it('gives one of many who claim at once the run', async () => {
      const { open, crash } = await begin();
      await (await open().create(plan)).claim('ana@desk');
      await crash();
      const asked = await Promise.all(Array.from({ length: 8 }, () => open().open('r-1')));
      const answers = await Promise.allSettled(asked.map((record) => record.claim('ana@desk')));
      const refused = answers.flatMap((each) => (each.status === 'rejected' ? [each.reason] : []));
      expect(refused).toMatchObject(Array(7).fill({ code: 'run.driven-elsewhere' }));
    });

    it('has the text of what was written, by which each event is verified', async () => {
      const { open } = await begin();
      const record = await open().create(plan);
      expect(await record.text()).toBe('');
      const told = await Promise.all(['a', 'ä\u0000\ud800'].map((step) => record.append(stopped(step))));
      const reader = await open().reader('r-1');
      const judged = judgeText(await reader.text(), reader);
      expect(judged).toMatchObject({ events: told, end: { events: 2 } });
      expect(judged.damage).toBeUndefined();
      expect(judged.hashes).toHaveLength(2);
    });

    it('keeps texts beside it, and says where', async () => {
      const { open } = await begin();
      const { texts } = await open().create(plan);
      expect(await texts.read('cluster')).toBeUndefined();
      await texts.write('cluster', 'ä\n');
      await texts.write('signature', '{}');
      await texts.write('cluster', '{"file":1}\n');
      const other = (await open().reader('r-1')).texts;
      expect([await other.read('cluster'), await other.read('signature')]).toEqual(['{"file":1}\n', '{}']);
      expect(other.where('cluster')).toMatch(/cluster/);
    });

    it('keeps requests until they are heard, in one order, the later of two of a kind', async () => {
      const { open } = await begin();
      const { requests } = await open().create(plan);
      expect(await requests.read()).toEqual([]);
      const other = (await open().reader('r-1')).requests;
      for (const what of ['approve', 'abort', 'pause'] as const) await other.make(request(what));
      await other.make({ ...request('pause'), why: 'supper' });
      const supper = { ...request('pause'), why: 'supper' };
      expect(await requests.read()).toEqual([supper, request('abort'), request('approve')]);
      await requests.remove('pause');
      await requests.remove('pause');
      expect(await other.read()).toEqual([request('abort'), request('approve')]);
      await requests.removeAll();
      await requests.removeAll();
      expect(await other.read()).toEqual([]);
      await other.make(request('pause'));
      expect(await requests.read()).toEqual([request('pause')]);
    });

    it('knows whether a run is still there', async () => {
      const { open } = await begin();
      const record = await open().create(plan);
      const reader = await open().reader('r-1');
      expect(await reader.isThere()).toBe(true);
      await record.discard();
      expect(await reader.isThere()).toBe(false);
    });

    it('lets those look again who wait, after a while or once they wait no more', async () => {
      const { open } = await begin();
      const record = await open().create(plan);
      await record.lookAgain(5);
      const ending = new AbortController();
      const waits = record.lookAgain(60_000, ending.signal);
      ending.abort();
      await waits;
    });

    it('tells of a run that lost an event, and of it alone', async () => {
      const { open, lose } = await begin();
      const [record, other] = [await open().create(plan), await open().create(plan)];
      for (const step of ['a', 'b', 'c']) await record.append(stopped(step));
      await lose(record.name, 2);
      const reader = await open().reader(record.name);
      await expect(reader.events()).rejects.toMatchObject({ code: 'run.damaged' });
      const again = await open().open(record.name);
      await expect(again.append(stopped('d'))).rejects.toMatchObject({ code: 'run.damaged' });
      const { events, damage } = await reader.examine();
      expect(events.map(({ seq }) => seq)).toEqual([1, 3]);
      expect(damage?.why).toMatch(/missing/);
      expect(await other.append(stopped('a'))).toMatchObject({ seq: 1 });
    });

    it('begins a damaged journal anew', async () => {
      const { open, lose } = await begin();
      const record = await open().create(plan);
      for (const step of ['a', 'b', 'c']) await record.append(stopped(step));
      await lose(record.name, 2);
      const early = '2026-01-01T00:00:00.000Z';
      await record.salvage(() => [{ at: early, ...stopped('x') }, stopped('y')]);
      await record.append(stopped('z'));
      const kept = await (await open().reader(record.name)).events();
      expect(kept).toMatchObject([
        { seq: 1, at: early, step: 'x' },
        { seq: 2, at, step: 'y' },
        { seq: 3, at, step: 'z' },
      ]);
      expect(await record.events()).toEqual(kept);
    });
  });
}
