import { request } from 'node:http';
import type { Assets } from './assets.ts';
import type { Doors } from './doors.ts';
import { listen } from './listen.ts';
import { openServer } from './server.ts';
import { type SimulatedSite, simulatedSite } from './simulated-site.ts';
import type { Users } from './users.ts';
import type { Me } from './wire.ts';

const loopback: Doors = { listen: '127.0.0.1', names: [], tls: false, proxies: [] };

const asset = (text: string) => ({ type: 'text/html', bytes: Buffer.from(text), isFixed: false });
const assets: Assets = {
  index: asset('<!doctype html><title>page</title>'),
  find: (path) => (path === '/assets/a.js' ? { ...asset('1'), isFixed: true } : undefined),
};

export interface Answer {
  readonly status: number;
  readonly headers: Record<string, string | string[] | undefined>;
  readonly text: string;
  readonly json: { readonly error?: { readonly code: string } } & Record<string, unknown>;
}

export interface Ask {
  readonly method?: string;
  readonly headers?: Record<string, string>;
  readonly body?: string;
}

/** A real server on loopback over a simulated site, and ways to ask it anything that a browser would not. */
export interface SimulatedServer {
  readonly site: SimulatedSite;
  readonly port: number;
  readonly entered: string[];
  readonly routes: readonly string[];
  ask(path: string, ask?: Ask): Promise<Answer>;
  /** Comes in by a token. @returns what every request then brings */
  enter(): Promise<{ readonly headers: Record<string, string>; readonly me: Me }>;
  nextEntry(): string;
  end(): Promise<void>;
}

const parsed = (text: string): Answer['json'] => {
  try {
    return JSON.parse(text);
  } catch {
    return {};
  }
};

function asking(port: number) {
  return (path: string, { method = 'GET', headers = {}, body }: Ask = {}): Promise<Answer> =>
    new Promise((resolve, reject) => {
      const length = body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) };
      const options = {
        host: '127.0.0.1',
        port,
        path,
        method,
        headers: { ...length, ...headers },
        agent: false,
      };
      const asked = request(options, (answer) => {
        let text = '';
        answer.setEncoding('utf8').on('data', (piece) => {
          text += piece;
        });
        answer.on('end', () =>
          resolve({ status: answer.statusCode ?? 0, headers: answer.headers, text, json: parsed(text) }),
        );
      });
      asked.on('error', reject);
      asked.end(body);
    });
}

export const cookieIn = ({ headers }: Pick<Answer, 'headers'>): string =>
  String(headers['set-cookie'] ?? '').split(';')[0] ?? '';

/** What a page of the server sends with each change. */
export const asPage = (port: number, cookie: string, csrf: string): Record<string, string> => ({
  cookie,
  origin: `http://127.0.0.1:${port}`,
  'content-type': 'application/json',
  'x-baiup-csrf': csrf,
});

export async function simulatedServer(
  given: {
    readonly doors?: Partial<Doors>;
    readonly users?: Users;
    readonly metricsToken?: string;
    readonly now?: () => number;
  } = {},
): Promise<SimulatedServer> {
  const site = simulatedSite();
  const entered: string[] = [];
  let port = 0;
  const { users, metricsToken, now = Date.now } = given;
  const server = openServer({
    ...{ site, assets, users, metricsToken, now, port: () => port, doors: { ...loopback, ...given.doors } },
    owner: { name: 'ana@desk', role: 'operator' },
    onEntered: (token) => entered.push(token),
  });
  const listening = await listen({ listen: '127.0.0.1', port: 0, fetch: server.fetch });
  port = listening.port;
  const ask = asking(port);
  return {
    ...{ site, port, entered, ask, routes: server.routes, nextEntry: server.nextEntry },
    enter: async () => {
      const cookie = cookieIn(await ask(`/enter?token=${server.nextEntry()}`));
      const { json } = await ask('/api/me', { headers: { cookie } });
      const me = json as unknown as Me;
      return { headers: asPage(port, cookie, me.csrf), me };
    },
    end: async () => {
      await server.hub.end();
      await listening.end();
    },
  };
}
