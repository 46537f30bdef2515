import type { Hono } from 'hono';
import { baiupVersion } from '../../lib/baiup-version.ts';
import { HttpRefusal, jsonAnswer } from './answers.ts';
import type { Asked, Env } from './guard.ts';
import { harmless } from './harmless.ts';
import type { Hub } from './hub.ts';
import { keptFor } from './kept-for.ts';
import type { Session } from './sessions.ts';
import type { Site } from './site.ts';
import type { Me } from './wire.ts';

const mostEvents = 10_000;

const wholeNumber = (text: string | undefined, otherwise: number): number => {
  if (text === undefined) return otherwise;
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw new HttpRefusal(400, { code: 'request.wrong', message: `"${harmless(text)}" is no number` });
};

const needed = (ask: Asked, name: string): string => {
  const value = ask.req.query(name);
  if (value !== undefined && value !== '') return value;
  throw new HttpRefusal(400, { code: 'request.wrong', message: `the request names no ${name}` });
};

/** @throws HttpRefusal 401 */
export async function meOf(site: Site, session: Session | undefined, now: number): Promise<Me> {
  if (!session) throw new HttpRefusal(401, { code: 'auth.needed', message: 'nobody has logged in here' });
  const { user, csrf } = session;
  const cluster = await site.cluster();
  const hasPlan = (await site.planNow().catch(() => undefined)) !== undefined;
  return {
    ...{ user, csrf, baiup: baiupVersion, now: new Date(now).toISOString() },
    ...{ cluster, hasPlan, run: site.first },
  };
}

interface ReadingOptions {
  readonly now: () => number;
  /** Whether a session still counts. */
  readonly stillIn: (session: Session | undefined) => Promise<boolean>;
}

/** What is only looked at. */
export function addReading(app: Hono<Env>, site: Site, hub: Hub, { now, stillIn }: ReadingOptions): void {
  const status = keptFor(10_000, now, async () => ({
    at: new Date(now()).toISOString(),
    status: await site.status(),
  }));
  app.get('/api/me', async (ask) => jsonAnswer(await meOf(site, ask.get('known').session, now())));
  app.get('/api/cluster', async (ask) => jsonAnswer(await status(ask.req.query('fresh') === '1')));
  app.get('/api/check', async (ask) => {
    const at = new Date(now()).toISOString();
    return jsonAnswer({ at, findings: await site.check(ask.req.query('to')) });
  });
  app.get('/api/path', async (ask) => jsonAnswer(await site.path(needed(ask, 'from'), needed(ask, 'to'))));
  app.get('/api/plan', async () => jsonAnswer(await site.plan()));
  app.get('/api/plans', async () => jsonAnswer(await site.plans()));
  app.get('/api/runs', async () => jsonAnswer(await site.runs()));
  app.get('/api/runs/:run', async (ask) => jsonAnswer(await site.run(ask.req.param('run'))));
  app.get('/api/runs/:run/stake', async (ask) => jsonAnswer(await site.stake(ask.req.param('run'))));
  app.get('/api/tasks', async () => jsonAnswer(await site.tasks.list()));
  app.get('/api/runs/:run/plan', async (ask) => {
    const answer = await site.planOf(ask.req.param('run'));
    const tag = `"${answer.plan.id}"`;
    if (ask.req.header('if-none-match') === tag) return new Response(null, { status: 304 });
    return jsonAnswer(answer, 200, { etag: tag, 'cache-control': 'private, no-cache' });
  });
  app.get('/api/runs/:run/events', async (ask) => {
    const after = wholeNumber(ask.req.query('after'), 0);
    const limit = Math.min(mostEvents, wholeNumber(ask.req.query('limit'), 1000));
    const all = await (await site.reader(ask.req.param('run'))).events(after);
    const events = all.slice(0, limit);
    return jsonAnswer({ events, last: events.at(-1)?.seq ?? after });
  });
  app.get('/api/runs/:run/steps/:step', async (ask) =>
    jsonAnswer(await site.step(ask.req.param('run'), ask.req.param('step'))),
  );
  app.get('/api/runs/:run/report', async (ask) => {
    const format = ask.req.query('format') ?? 'html';
    if (format !== 'html' && format !== 'md' && format !== 'json')
      throw new HttpRefusal(400, { code: 'request.wrong', message: 'a report is html, md or json' });
    const { name, type, text } = await site.report(ask.req.param('run'), format);
    const headers = { 'content-type': type, 'content-disposition': `attachment; filename="${name}"` };
    return new Response(text, { headers: { ...headers, 'cache-control': 'no-store' } });
  });
  app.get('/api/stream', (ask) => {
    const after = ask.req.header('last-event-id') ?? ask.req.query('after');
    const { session } = ask.get('known');
    return hub.join(ask.req.query('run'), after, () => stillIn(session));
  });
}
