import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join } from 'node:path';
import type { Plan } from '../../src/core/plan/plan.ts';
import type { RunEvent } from '../../src/core/run/event.ts';
import { advanceRun, runView, snapshotOf } from '../../src/core/run/reduce.ts';
import type { RunDraft } from '../../src/core/run/run-draft.ts';
import type { Me, RunDocument, StandingNow } from '../../src/ui/server/wire.ts';

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
};

/** What the real server sends too: nothing inline, nothing from elsewhere. */
const policy =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'";

export interface SimulatedServer {
  readonly url: string;
  /** What has happened next in the run: everybody who watches is told. */
  readonly tell: (events: readonly RunEvent[]) => void;
  readonly stand: (standing: StandingNow) => void;
  /** Whoever watches loses their connection, and nobody gets another one until it is back. */
  readonly cut: () => void;
  readonly back: () => void;
  /** What was asked of it by a change, in order. */
  readonly asked: readonly { readonly path: string; readonly body: unknown }[];
  /** How many streams were opened so far, and what they wanted to go on after. */
  readonly streams: readonly (string | null)[];
  readonly close: () => Promise<void>;
}

interface World {
  /** Where the page was built. */
  readonly web: string;
  readonly plan: Plan;
  readonly events: readonly RunEvent[];
  readonly standing: StandingNow;
  /** Further answers, by path. */
  readonly answers?: Readonly<Record<string, unknown>>;
  readonly role?: Me['user']['role'];
}

const send = (answer: ServerResponse, status: number, body: unknown): void => {
  answer.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
};

async function bodyOf(request: IncomingMessage): Promise<unknown> {
  let text = '';
  for await (const piece of request) text += String(piece);
  return text === '' ? undefined : JSON.parse(text);
}

/** A server of one run, as the page sees it: the run's events come from a test. */
export async function simulatedServer(world: World): Promise<SimulatedServer> {
  const { web, plan, role = 'operator', answers = {} } = world;
  const asked: { path: string; body: unknown }[] = [];
  const streams: (string | null)[] = [];
  const watching = new Set<ServerResponse>();
  const all: RunEvent[] = [];
  let draft: RunDraft | undefined;
  let standing = world.standing;
  let isAway = false;
  const take = (events: readonly RunEvent[]): void => {
    for (const event of events) {
      all.push(event);
      draft = advanceRun(draft, event);
    }
  };
  take(world.events);
  const name = all[0]?.run ?? 'r-1';

  const me = (): Me => ({
    user: { name: 'ana', role },
    csrf: 'c',
    baiup: '0.1.0',
    now: new Date().toISOString(),
    cluster: { name: plan.cluster, file: '/home/ana/cluster.yaml' },
    hasPlan: true,
    run: name,
  });
  const document = (): RunDocument[] => {
    if (!draft) return [];
    const { cluster, from, to, who, started, ended = null, downtime } = runView(draft);
    const { state, driver } = standing;
    return [
      { run: name, id: 'd25f2ab8599b', cluster, from, to, state, who, driver, started, ended, downtime },
    ];
  };
  const say = (answer: ServerResponse, event: string, data: unknown, id?: number): void => {
    answer.write(
      `event: ${event}\n${id === undefined ? '' : `id: ${id}\n`}data: ${JSON.stringify(data)}\n\n`,
    );
  };
  const watch = (request: IncomingMessage, answer: ServerResponse, query: URLSearchParams): void => {
    const after = request.headers['last-event-id']?.toString() ?? query.get('after');
    streams.push(after);
    answer.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
    answer.write('retry: 200\n\n');
    say(answer, 'runs', document());
    say(answer, 'plan', { file: 'plan.json', id: plan.id });
    say(answer, 'tasks', []);
    if (!query.has('run') || !draft) return;
    if (after === null)
      say(answer, 'snapshot', { run: name, seq: all.length, draft: snapshotOf(draft) }, all.length);
    else say(answer, 'events', all.slice(Number(after)), all.length);
    say(answer, 'standing', standing);
    watching.add(answer);
    request.on('close', () => watching.delete(answer));
  };
  const file = async (path: string, answer: ServerResponse): Promise<void> => {
    const isPage = !/^\/(?:assets\/|[a-z]+\.svg$)/.test(path);
    const found = await readFile(join(web, isPage ? 'index.html' : path)).catch(() => undefined);
    if (!found) return send(answer, 404, { error: { code: 'file.none', message: 'no such file' } });
    const type = types[isPage ? '.html' : extname(path)] ?? 'text/plain';
    answer.writeHead(200, { 'content-type': type, 'content-security-policy': policy }).end(found);
  };
  const respond = async (request: IncomingMessage, answer: ServerResponse): Promise<void> => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://localhost');
    if (request.method === 'POST') {
      asked.push({ path: pathname, body: await bodyOf(request) });
      return send(answer, 202, { heard: true });
    }
    if (pathname === '/api/stream') return watch(request, answer, searchParams);
    if (pathname === '/api/me') return send(answer, 200, me());
    if (pathname === '/api/plan' || pathname === `/api/runs/${name}/plan`)
      return send(answer, 200, { file: 'plan.json', plan, receipt: answers['receipt'] ?? null });
    if (pathname === `/api/runs/${name}` && draft)
      return send(answer, 200, { run: document()[0], view: runView(draft), document: {} });
    if (answers[pathname] !== undefined) return send(answer, 200, answers[pathname]);
    const [, step] = /^\/api\/.*\/steps\/([^/]+)$/.exec(pathname) ?? [];
    if (step !== undefined) {
      const events = all.filter((event) => 'step' in event && event.step === decodeURIComponent(step));
      return send(answer, 200, { run: name, step, events, evidence: answers['evidence'] ?? [] });
    }
    if (pathname.startsWith('/api/'))
      return send(answer, 404, { error: { code: 'unknown', message: `nothing answers ${pathname}` } });
    return file(pathname, answer);
  };

  const server = createServer((request, answer) => {
    if (isAway) return void request.socket.destroy();
    respond(request, answer).catch((error: unknown) => answer.destroy(error as Error));
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    asked,
    streams,
    tell: (events) => {
      take(events);
      const { length } = all;
      for (const answer of watching) say(answer, 'events', events, length);
    },
    stand: (next) => {
      standing = next;
      for (const answer of watching) say(answer, 'standing', next);
    },
    back: () => {
      isAway = false;
    },
    cut: () => {
      isAway = true;
      for (const answer of watching) answer.destroy();
    },
    close: () =>
      new Promise((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
}
