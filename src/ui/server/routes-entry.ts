import type { Hono } from 'hono';
import { deleteCookie, getCookie, setCookie } from 'hono/cookie';
import { z } from 'zod';
import { HttpRefusal, jsonAnswer } from './answers.ts';
import { bodyOf } from './body.ts';
import type { Asked, Env } from './guard.ts';
import type { Rate } from './rate.ts';
import { meOf } from './routes-read.ts';
import type { Entries, Session, Sessions, User } from './sessions.ts';
import type { Site } from './site.ts';
import type { Users } from './users.ts';

const login = z.strictObject({ name: z.string().max(64), password: z.string().max(1024) });

export interface EntryOptions {
  readonly sessions: Sessions;
  readonly entries: Entries;
  readonly cookieName: () => string;
  readonly isSecure: boolean;
  /** Failures of one address. */
  readonly failures: Rate;
  readonly users: Users | undefined;
  /** Who comes in by the address that the server prints. */
  readonly owner: User;
  /** Told once somebody has come in by it: it is used up. */
  readonly onEntered: () => void;
  readonly now: () => number;
}

/** How one gets in, and out. */
export function addEntry(app: Hono<Env>, site: Site, options: EntryOptions): void {
  const { sessions, entries, failures, users, owner, now } = options;

  const letIn = (ask: Asked, user: User): Session => {
    const { cookie, session } = sessions.begin(user);
    setCookie(ask, options.cookieName(), cookie, {
      ...{ httpOnly: true, sameSite: 'Strict', path: '/', secure: options.isSecure },
    });
    return session;
  };

  const refuseTooMany = (address: string): void => {
    if (failures.has(address)) return;
    throw new HttpRefusal(429, {
      code: 'auth.slow-down',
      message: 'too many tries failed',
      hint: 'wait a minute',
    });
  };

  app.get('/enter', (ask) => {
    const { address } = ask.get('known');
    refuseTooMany(address);
    // A browser that looks ahead must not use it up.
    const isAhead = (ask.req.header('sec-purpose') ?? ask.req.header('purpose') ?? '').includes('prefetch');
    if (isAhead)
      throw new HttpRefusal(503, { code: 'auth.ahead', message: 'nothing is answered ahead of time' });
    if (users || !entries.use(ask.req.query('token') ?? '')) {
      failures.take(address);
      return ask.redirect('/?entry=used', 303);
    }
    letIn(ask, owner);
    options.onEntered();
    return ask.redirect('/', 303);
  });

  app.post('/api/login', async (ask) => {
    const { address } = ask.get('known');
    refuseTooMany(address);
    const { name, password } = await bodyOf(ask, login);
    const user = await users?.check(name, password);
    if (!user) {
      failures.take(address);
      throw new HttpRefusal(401, { code: 'auth.wrong', message: 'name or password is wrong', how: 'login' });
    }
    return jsonAnswer(await meOf(site, letIn(ask, user), now()), 200, cookieOf(ask));
  });

  app.post('/api/logout', (ask) => {
    sessions.end(getCookie(ask, options.cookieName()));
    deleteCookie(ask, options.cookieName(), { path: '/', secure: options.isSecure });
    return jsonAnswer({}, 200, cookieOf(ask));
  });
}

/** Hono keeps cookies that are set for answers that it makes itself. */
function cookieOf(ask: Asked): Record<string, string> {
  const cookie = ask.res.headers.get('set-cookie');
  return cookie === null ? {} : { 'set-cookie': cookie };
}
