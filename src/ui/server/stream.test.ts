import { request } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { advanceRun, draftOf, reduceRun, runView } from '../../core/run/reduce.ts';
import { type SimulatedServer, simulatedServer } from './simulated-server.ts';
import type { Delta, Snapshot } from './wire.ts';

interface Heard {
  readonly event: string;
  readonly id: string | undefined;
  readonly data: unknown;
}

let server: SimulatedServer;
const open: (() => void)[] = [];
beforeEach(async () => {
  server = await simulatedServer();
});
afterEach(async () => {
  for (const close of open.splice(0)) close();
  await server.end();
});

const line = (block: string, name: string): string | undefined =>
  block
    .split('\n')
    .find((each) => each.startsWith(`${name}: `))
    ?.slice(name.length + 2);

/** A reader of the stream, and the way to leave it. */
async function listening(path: string, more: Record<string, string> = {}) {
  const { headers } = await server.enter();
  const heard: Heard[] = [];
  let ended = false;
  const asked = request(
    { host: '127.0.0.1', port: server.port, path, headers: { ...headers, ...more }, agent: false },
    (answer) => {
      let rest = '';
      answer.setEncoding('utf8').on('data', (text) => {
        const blocks = `${rest}${text}`.split('\n\n');
        rest = blocks.pop() ?? '';
        for (const block of blocks) {
          const event = line(block, 'event');
          if (event)
            heard.push({ event, id: line(block, 'id'), data: JSON.parse(line(block, 'data') ?? 'null') });
        }
      });
      answer.on('close', () => {
        ended = true;
      });
    },
  );
  asked.on('error', () => undefined);
  asked.end();
  const leave = (): void => void asked.destroy();
  open.push(leave);
  const of = (event: string): Heard[] => heard.filter((each) => each.event === event);
  return { heard, of, leave, ended: () => ended };
}

async function until(isSo: () => boolean): Promise<void> {
  for (let tries = 0; tries < 200 && !isSo(); tries += 1) await delay(20);
  expect(isSo()).toBe(true);
}

const resumed = (who: string) => ({ kind: 'run.resumed', who });

/** The run as somebody sees it who has heard this. */
function seen(heard: readonly Heard[]): { readonly seqs: number[]; readonly view: unknown } {
  let draft: ReturnType<typeof draftOf> | undefined;
  const seqs: number[] = [];
  for (const { event, data } of heard) {
    if (event === 'snapshot') draft = draftOf((data as Snapshot).draft);
    if (event !== 'events') continue;
    for (const each of data as Delta) {
      seqs.push(each.seq);
      draft = advanceRun(draft, each);
    }
  }
  return { seqs, view: draft && runView(draft) };
}

it('sends a snapshot, then what comes, each once', async () => {
  const { heard, of } = await listening('/api/stream?run=r-1');
  await until(() => of('snapshot').length === 1);
  for (const who of ['a', 'b', 'c']) {
    server.site.add(resumed(who));
    await delay(70);
  }
  await until(() => seen(heard).seqs.length === 3);
  expect(seen(heard).seqs).toEqual([2, 3, 4]);
  expect(JSON.stringify(seen(heard).view)).toBe(JSON.stringify(reduceRun(server.site.events)));
  expect(of('events').at(-1)?.id).toBe('4');
  expect(of('standing').at(-1)?.data).toMatchObject({ state: 'running' });
});

it('tells what the run’s driver has said, wherever it is driven, to those who come later too', async () => {
  server.site.lines = ['✓ Stop m1', 'a1 says \u001b[31mred\u202e'];
  const first = await listening('/api/stream?run=r-1');
  await until(() => first.of('lines').length === 1);
  expect(first.of('lines')[0]?.data).toEqual(['✓ Stop m1', 'a1 says \\u001b[31mred\\u202e']);
  const later = await listening('/api/stream?run=r-1');
  await until(() => later.of('lines').length === 1);
  server.site.lines = ['✓ Stop m1', '✓ Start m1'];
  await until(() => first.of('lines').length === 2 && later.of('lines').length === 2);
  expect(later.of('lines').at(-1)?.data).toEqual(['✓ Stop m1', '✓ Start m1']);
});

it.each(['header', 'query'])(
  'goes on where a reader was, told by a %s, without a gap or a double',
  async (by) => {
    for (const who of ['a', 'b', 'c']) server.site.add(resumed(who));
    const path = by === 'query' ? '/api/stream?run=r-1&after=2' : '/api/stream?run=r-1';
    const { heard, of } = await listening(path, by === 'header' ? { 'last-event-id': '2' } : {});
    await until(() => of('standing').length === 1);
    server.site.add(resumed('d'));
    await until(() => seen(heard).seqs.length === 3);
    expect(of('snapshot')).toEqual([]);
    expect(seen(heard).seqs).toEqual([3, 4, 5]);
  },
);

it.each(['99', '2.5', 'x', ''])(
  'sends a snapshot to whoever comes with an id that is none: "%s"',
  async (id) => {
    server.site.add(resumed('a'));
    const { of } = await listening(`/api/stream?run=r-1&after=${id}`);
    await until(() => of('standing').length === 1);
    expect(of('snapshot')).toMatchObject([{ id: '2', data: { run: 'r-1', seq: 2 } }]);
  },
);

it('goes on at a server that was started anew', async () => {
  server.site.add(resumed('a'));
  const first = await listening('/api/stream?run=r-1');
  await until(() => first.of('snapshot').length === 1);
  const [snapshot] = first.of('snapshot');
  const { events } = server.site;
  await server.end();
  server = await simulatedServer();
  server.site.events.splice(0, server.site.events.length, ...events);
  server.site.add(resumed('b'));
  const { of } = await listening(`/api/stream?run=r-1&after=${snapshot?.id}`);
  await until(() => of('events').length === 1);
  expect(of('events')[0]?.data).toMatchObject([{ seq: 3 }]);
});

it('tells of a run that is removed while it is watched, and goes on', async () => {
  const { of } = await listening('/api/stream?run=r-1');
  await until(() => of('snapshot').length === 1);
  server.site.isGone = true;
  await until(() => of('gone').length === 1);
  expect(of('gone')[0]?.data).toMatchObject({ error: { code: 'run.removed' } });
  server.site.planId = 'p-7';
  await until(() => of('plan').some(({ data }) => (data as { id?: string } | null)?.id === 'p-7'));
});

it('tells of a run that is not there', async () => {
  const { of } = await listening('/api/stream?run=r-9');
  await until(() => of('gone').length === 1);
  expect(of('gone')[0]?.data).toMatchObject({ error: { code: 'run.unknown' } });
});

it('tells all who look of the runs, of the plan and when it becomes another, and that it lives', async () => {
  const { of } = await listening('/api/stream');
  await until(() => of('beat').length === 1 && of('plan').length === 1);
  expect(of('runs')[0]?.data).toMatchObject([{ run: 'r-1', state: 'running' }]);
  expect(of('plan')[0]?.data).toBeNull();
  server.site.planId = 'p-2';
  await until(() => of('plan').length === 2);
  expect(of('plan')[1]?.data).toEqual({ file: '/plans/plan.json', id: 'p-2' });
});

it('writes out what would move a cursor or turn a direction, wherever it comes from', async () => {
  server.site.add({ kind: 'run.resumed', who: '\u001b[2Jana\u202e</script><b>' });
  const { of } = await listening('/api/stream?run=r-1');
  await until(() => of('snapshot').length === 1);
  const snapshot = of('snapshot')[0]?.data as Snapshot | undefined;
  expect(snapshot?.draft.head.who).toBe('\\u001b[2Jana\\u202e</script><b>');
});

it('brings an event to fifty who look at once, also on a busy machine', async () => {
  const all = await Promise.all(Array.from({ length: 50 }, () => listening('/api/stream?run=r-1')));
  await until(() => all.every(({ of }) => of('snapshot').length === 1));
  const before = performance.now();
  server.site.add(resumed('a'));
  while (!all.every(({ of }) => of('events').length === 1) && performance.now() - before < 2000)
    await delay(1);
  expect(performance.now() - before).toBeLessThan(1000);
});
