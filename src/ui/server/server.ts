import { Hono } from 'hono';
import { errorOf, HttpRefusal, jsonAnswer } from './answers.ts';
import type { Assets } from './assets.ts';
import { type Doors, isLoopback } from './doors.ts';
import { type Env, guard, needsOperator, needsSession } from './guard.ts';
import { safeHeaders } from './headers.ts';
import { openHub } from './hub.ts';
import { openRate } from './rate.ts';
import { addChanges } from './routes-change.ts';
import { addEntry } from './routes-entry.ts';
import { addMetrics } from './routes-metrics.ts';
import { addReading } from './routes-read.ts';
import { openEntries, openSessions, type Session, type User } from './sessions.ts';
import type { Site } from './site.ts';
import type { Users } from './users.ts';

export interface ServerOptions {
  readonly site: Site;
  readonly assets: Assets;
  readonly doors: Doors;
  /** Known once the server listens. */
  readonly port: () => number;
  readonly users: Users | undefined;
  /** Whose the server is: who comes in by the address that it prints. */
  readonly owner: User;
  /** Told the next address by which somebody can come in once. */
  readonly onEntered: (token: string) => void;
  /** What /metrics is asked with, where that was agreed. */
  readonly metricsToken?: string | undefined;
  readonly now: () => number;
}

/** The dashboard as something that answers requests. */
export function openServer(options: ServerOptions) {
  const { site, assets, doors, port, users, owner, now } = options;
  const isSecure = doors.tls || doors.proxies.length > 0;
  const sessions = openSessions(now);
  const entries = openEntries(now);
  const hub = openHub(site, now);
  const who = {
    how: users ? 'login' : 'address',
    stillMay: async (user: User) => (users ? users.has(user).catch(() => false) : true),
  } as const;
  // Cookies know no ports: two servers of one machine must not take each other's.
  const cookieName = (): string => (isSecure ? '__Host-baiup' : `baiup-${port()}`);
  const app = new Hono<Env>();

  app.use(safeHeaders(isSecure));
  app.use(guard({ doors, port, sessions, cookieName, ...who, rate: openRate(50, 300, now) }));
  app.use('/api/*', async (ask, next) => {
    const isOpen = ask.req.path === '/api/login';
    return isOpen ? next() : needsSession(who)(ask, next);
  });
  app.use('/api/*', async (ask, next) => {
    const isOpen =
      ask.req.method === 'GET' || ask.req.path === '/api/login' || ask.req.path === '/api/logout';
    return isOpen ? next() : needsOperator()(ask, next);
  });
  const onEntered = (): void => options.onEntered(entries.next());
  const failures = openRate(1 / 6, 10, now);
  addEntry(app, site, { sessions, entries, cookieName, isSecure, failures, users, owner, onEntered, now });
  const stillIn = async (session: Session | undefined): Promise<boolean> =>
    session !== undefined && session.until > now() && (await who.stillMay(session.user));
  addReading(app, site, hub, { now, stillIn });
  addChanges(app, site, hub, owner.name.split('@').at(-1) ?? '');
  const isPrivate = isLoopback(doors.listen) && doors.proxies.length === 0 && !users;
  addMetrics(app, site, hub, { token: options.metricsToken, isPrivate }, now);

  app.all('/api/*', () => {
    throw new HttpRefusal(404, { code: 'request.unknown', message: 'there is nothing at that address' });
  });
  app.get('*', (ask) => {
    const asset = assets.find(ask.req.path) ?? assets.index;
    const kept = asset.isFixed ? 'public, max-age=31536000, immutable' : 'no-cache';
    return new Response(asset.bytes, { headers: { 'content-type': asset.type, 'cache-control': kept } });
  });
  app.onError((error) => {
    const { status, error: told } = errorOf(error);
    return jsonAnswer({ error: told }, status);
  });
  app.notFound(() => jsonAnswer({ error: { code: 'request.unknown', message: 'there is nothing' } }, 404));
  return {
    fetch: app.fetch,
    /** Method and path of all that it answers. */
    routes: app.routes
      .filter(({ method }) => method !== 'ALL')
      .map(({ method, path }) => `${method} ${path}`),
    /** A token that lets somebody in once. */
    nextEntry: entries.next,
    hub,
  };
}
