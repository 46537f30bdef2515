import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileJournal } from '../../src/io/journal/file-journal.ts';
import type { RunRecord } from '../../src/io/journal/port.ts';
import { simulatedFleet } from '../../web/parts/simulated-fleet.ts';
import { root } from '../lib/baiup.ts';
import type { Size } from './sized-sandbox.ts';

export interface WatchersFigures {
  readonly watchers: number;
  readonly events: number;
  /** Milliseconds from an event on disk to whoever looks: the median and the 99th percentile of all. */
  readonly told: readonly [median: number, p99: number];
  /** Milliseconds that writing an event takes, at the median: with nobody who looks, and with all. */
  readonly written: readonly [alone: number, watched: number];
  /** Of a processor, what the server used meanwhile; megabytes that it had early and late. */
  readonly server: { readonly share: number; readonly memory: readonly [early: number, late: number] };
  readonly report: { readonly hosts: number; readonly megabytes: number; readonly seconds: number };
}

const watchers = 50;
const hosts = 1000;
const perSecond = 100;

const sortedPercentile = (values: readonly number[], share: number): number => {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
};

/** A server of its own, and how one comes in. */
async function startServer(home: string) {
  const child = spawn(join(root, 'bin/baiup'), ['serve', '--port', '0'], {
    env: { ...process.env, BAIUP_HOME: home },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let said = '';
  child.stdout.on('data', (text) => {
    said += text;
  });
  let address: string | undefined;
  while (address === undefined && child.exitCode === null) {
    await delay(50);
    [address] = /http:\S+token=\S+/.exec(said) ?? [];
  }
  if (address === undefined) throw new Error(`the server does not come up: ${said}`);
  const entered = await fetch(address, { redirect: 'manual' });
  const [cookie = ''] = entered.headers.getSetCookie()[0]?.split(';') ?? [];
  return { child, origin: new URL(address).origin, cookie };
}

type Server = Awaited<ReturnType<typeof startServer>>;

/** Looks at a run until it leaves. @param onId told the number of each event that came */
async function watch(
  { origin, cookie }: Server,
  run: string,
  onId: (id: number) => void,
  signal: AbortSignal,
) {
  const { body } = await fetch(`${origin}/api/stream?run=${run}`, { headers: { cookie }, signal });
  let rest = '';
  for await (const piece of body?.pipeThrough(new TextDecoderStream()) ?? []) {
    const lines = `${rest}${piece}`.split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) if (line.startsWith('id: ')) onId(Number(line.slice(4)));
  }
}

/** Ticks of a process, and its memory in megabytes. */
async function usageOf({ child }: Server): Promise<{ readonly seconds: number; readonly memory: number }> {
  const text = await readFile(`/proc/${child.pid}/stat`, 'utf8');
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  const ticks = Number(fields[11]) + Number(fields[12]);
  return { seconds: ticks / 100, memory: (Number(fields[21]) * 4096) / 1e6 };
}

/** Writes events at their pace. @returns milliseconds that each took, and when each was on disk */
async function write(record: RunRecord, facts: readonly Parameters<RunRecord['append']>[0][]) {
  const took: number[] = [];
  const written = new Map<number, number>();
  const from = performance.now();
  for (const [at, fact] of facts.entries()) {
    const due = from + (at * 1000) / perSecond;
    if (due > performance.now()) await delay(due - performance.now());
    const before = performance.now();
    const { seq } = await record.append(fact);
    written.set(seq, performance.now());
    took.push(performance.now() - before);
  }
  return { took, written };
}

async function measureReport(home: string, run: string): Promise<WatchersFigures['report']> {
  const file = join(home, 'report.html');
  const before = performance.now();
  const child = spawn(join(root, 'bin/baiup'), ['report', run, '-o', file], {
    env: { ...process.env, BAIUP_HOME: home },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  await new Promise((resolve) => child.once('close', resolve));
  const { size } = await stat(file);
  return { hosts, megabytes: size / 1e6, seconds: (performance.now() - before) / 1000 };
}

/** Fifty who look at a run of a thousand hosts by a server of its own, while a hundred events a second are written. */
export async function benchWatchers(size: Size): Promise<WatchersFigures> {
  const seconds = size === 'smallest' ? 5 : 60;
  const home = await mkdtemp(join(tmpdir(), 'baiup-bench-watchers-'));
  const fleet = simulatedFleet(hosts - 1);
  const journal = fileJournal(join(home, 'runs'), () => new Date());
  const record = await journal.create(fleet.plan);
  const claim = await record.claim('ana@desk');
  const [count, alone] = [seconds * perSecond, Math.min(500, seconds * perSecond)];
  const [first, ...facts] = fleet.facts;
  if (first) await record.append(first);
  const unwatched = await write(record, facts.slice(0, alone));
  const server = await startServer(home);
  const leave = new AbortController();
  try {
    const heard = new Map<number, number[]>();
    const onId = (id: number): void => void heard.set(id, [...(heard.get(id) ?? []), performance.now()]);
    const all = Array.from({ length: watchers }, () => watch(server, record.name, onId, leave.signal));
    for (const each of all) each.catch(() => undefined);
    while ((heard.get(alone + 1)?.length ?? 0) < watchers) await delay(50);
    const early = await usageOf(server);
    const { took, written } = await write(record, facts.slice(alone, alone + count));
    await delay(500);
    const late = await usageOf(server);
    const ids = [...heard.keys()].toSorted((a, b) => a - b);
    const told = [...written].flatMap(([seq, at]) => {
      const by = ids.find((id) => id >= seq);
      return by === undefined ? [] : (heard.get(by) ?? []).map((when) => when - at);
    });
    for (const fact of facts.slice(alone + count)) record.append(fact).catch(() => undefined);
    await record.append({ kind: 'run.finished', state: 'done' });
    return {
      ...{ watchers, events: count, told: [sortedPercentile(told, 0.5), sortedPercentile(told, 0.99)] },
      written: [sortedPercentile(unwatched.took, 0.5), sortedPercentile(took, 0.5)],
      server: { share: (late.seconds - early.seconds) / seconds, memory: [early.memory, late.memory] },
      report: await measureReport(home, record.name),
    };
  } finally {
    leave.abort();
    const ended = new Promise((resolve) => server.child.once('close', resolve));
    server.child.kill('SIGINT');
    await ended;
    await claim.release();
    await rm(home, { recursive: true });
  }
}
