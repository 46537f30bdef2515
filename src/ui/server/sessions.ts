import { createHash, randomBytes } from 'node:crypto';
import type { Role } from './wire.ts';

export interface User {
  readonly name: string;
  readonly role: Role;
}

/** Somebody who has got in. */
export interface Session {
  readonly user: User;
  /** What every change must bring, beside the cookie that a browser sends by itself. */
  readonly csrf: string;
  /** Milliseconds since the epoch. */
  readonly until: number;
}

const lifeMs = 12 * 3_600_000;
const entryLifeMs = 24 * 3_600_000;
const most = 1000;

const random = (): string => randomBytes(32).toString('base64url');
/** Only hashes are kept and compared, so the time that a look-up takes tells nothing of a secret. */
const hashOf = (secret: string): string => createHash('sha256').update(secret).digest('hex');

/** Who is in, by the hash of their cookie. Nothing of it is written down: it ends with the server. */
export function openSessions(now: () => number) {
  const sessions = new Map<string, Session>();

  const forgetOld = (): void => {
    for (const [key, { until }] of sessions) if (until <= now()) sessions.delete(key);
    // The oldest goes first.
    for (const key of sessions.keys()) if (sessions.size >= most) sessions.delete(key);
  };

  return {
    begin: (user: User): { readonly cookie: string; readonly session: Session } => {
      forgetOld();
      const cookie = random();
      const session = { user, csrf: random(), until: now() + lifeMs };
      sessions.set(hashOf(cookie), session);
      return { cookie, session };
    },
    find: (cookie: string | undefined): Session | undefined => {
      const found = cookie === undefined ? undefined : sessions.get(hashOf(cookie));
      return found && found.until > now() ? found : undefined;
    },
    end: (cookie: string | undefined): void => {
      if (cookie !== undefined) sessions.delete(hashOf(cookie));
    },
  };
}
export type Sessions = ReturnType<typeof openSessions>;

/** Tokens that let somebody in once. */
export function openEntries(now: () => number) {
  const entries = new Map<string, number>();
  return {
    next: (): string => {
      const token = random();
      entries.set(hashOf(token), now() + entryLifeMs);
      return token;
    },
    /** Whether it lets in: it does so once. */
    use: (token: string): boolean => {
      const key = hashOf(token);
      const until = entries.get(key);
      entries.delete(key);
      return until !== undefined && until > now();
    },
  };
}
export type Entries = ReturnType<typeof openEntries>;
