import type { Context, MiddlewareHandler } from 'hono';
import { getCookie } from 'hono/cookie';
import { HttpRefusal } from './answers.ts';
import { type Doors, ownHosts } from './doors.ts';
import type { Rate } from './rate.ts';
import type { Session, Sessions, User } from './sessions.ts';

/** What each request is known by. */
export interface Known {
  /** Address that it comes from. */
  readonly address: string;
  readonly session: Session | undefined;
}

export type Env = {
  Bindings: { incoming: { socket: { remoteAddress?: string | undefined } } };
  Variables: { known: Known };
};
export type Asked = Context<Env>;

export interface GuardOptions {
  readonly doors: Doors;
  readonly port: () => number;
  readonly sessions: Sessions;
  readonly cookieName: () => string;
  /** Requests of one address, and of one session. */
  readonly rate: Rate;
  readonly how: 'login' | 'address';
  /** Whether somebody who has got in still may. */
  readonly stillMay: (user: User) => Promise<boolean>;
}

const refuse = (code: string, message: string, hint?: string): HttpRefusal =>
  new HttpRefusal(403, { code, message, ...(hint ? { hint } : {}) });

/** @throws HttpRefusal where a proxy should have spoken TLS and did not say so, or is none of those that are named */
function refuseUnsafeWay({ proxies }: Doors, ask: Asked, remote: string): void {
  if (proxies.length === 0) return;
  if (!proxies.includes(remote.replace(/^::ffff:/, '')))
    throw refuse('auth.proxy', 'this address is no proxy of this server');
  if (ask.req.header('x-forwarded-proto') !== 'https')
    throw refuse('auth.proxy', 'the proxy does not say that it was asked by TLS (x-forwarded-proto: https)');
}

/** Who asks: behind a proxy the last address that it adds, which nobody else can write. */
function addressOf({ proxies }: Doors, ask: Asked, remote: string): string {
  const forwarded = ask.req.header('x-forwarded-for')?.split(',').at(-1)?.trim();
  return proxies.length > 0 && forwarded ? forwarded : remote;
}

/** A page of another site may link here, and nothing else. */
function refuseOtherSites(ask: Asked, hosts: ReadonlySet<string>): void {
  const origin = ask.req.header('origin');
  const isChange = ask.req.method !== 'GET' && ask.req.method !== 'HEAD';
  const isOwn = origin !== undefined && hosts.has(origin.replace(/^https?:\/\//, '').toLowerCase());
  if (isChange ? !isOwn : origin !== undefined && !isOwn)
    throw refuse('auth.origin', 'the request comes from another site');
  const site = ask.req.header('sec-fetch-site');
  const isApi = ask.req.path.startsWith('/api/');
  if (isApi && site !== undefined && site !== 'same-origin' && site !== 'none')
    throw refuse('auth.origin', 'the request comes from another site');
}

/** Before anything is answered: the server's own name, its own pages, and no more than one can bear. */
export function guard(options: GuardOptions): MiddlewareHandler<Env> {
  const { doors, sessions, rate } = options;
  return async (ask, next) => {
    const remote = ask.env.incoming.socket.remoteAddress ?? '';
    refuseUnsafeWay(doors, ask, remote);
    const hosts = ownHosts(doors, options.port());
    if (!hosts.has(ask.req.header('host')?.toLowerCase() ?? '')) {
      throw new HttpRefusal(421, { code: 'auth.host', message: 'this server is not known by that name' });
    }
    const session = sessions.find(getCookie(ask, options.cookieName()));
    const address = addressOf(doors, ask, remote);
    if (!rate.take(session ? `session ${session.csrf}` : `address ${address}`)) {
      throw new HttpRefusal(429, { code: 'too-many', message: 'too many requests', hint: 'wait a moment' });
    }
    refuseOtherSites(ask, hosts);
    ask.set('known', { address, session });
    await next();
  };
}

/** For whoever is in, and still may be. */
export function needsSession({
  how,
  stillMay,
}: Pick<GuardOptions, 'how' | 'stillMay'>): MiddlewareHandler<Env> {
  return async (ask, next) => {
    const { session } = ask.get('known');
    if (!session || !(await stillMay(session.user))) {
      const hint = how === 'login' ? 'log in' : 'open the address that baiup serve prints in its terminal';
      throw new HttpRefusal(401, { code: 'auth.needed', message: 'nobody has logged in here', hint, how });
    }
    await next();
  };
}

/** For changes: an operator, by a page of this server's own. */
export function needsOperator(): MiddlewareHandler<Env> {
  return async (ask, next) => {
    const { session } = ask.get('known');
    if (!session || ask.req.header('x-baiup-csrf') !== session.csrf)
      throw refuse('auth.csrf', 'the request does not bring the token of its session', 'load the page again');
    if (session.user.role !== 'operator')
      throw refuse('auth.viewer', `${session.user.name} may look, and not change anything`);
    await next();
  };
}
