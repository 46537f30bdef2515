import { timingSafeEqual } from 'node:crypto';
import type { Hono } from 'hono';
import type { Plan } from '../../core/plan/plan.ts';
import { HttpRefusal } from './answers.ts';
import type { Asked, Env } from './guard.ts';
import type { Hub } from './hub.ts';
import { metricsText } from './metrics.ts';
import type { Site } from './site.ts';
import type { RunDocument } from './wire.ts';

export interface MetricsAccess {
  /** What a scraper brings as a bearer token; undefined where none was agreed. */
  readonly token: string | undefined;
  /** Whether nobody but this machine can ask: then everybody may. */
  readonly isPrivate: boolean;
}

function mayAsk(ask: Asked, { token, isPrivate }: MetricsAccess): boolean {
  if (ask.get('known').session) return true;
  if (token === undefined) return isPrivate;
  const [given, wanted] = [ask.req.header('authorization') ?? '', `Bearer ${token}`].map((text) =>
    Buffer.from(text),
  );
  return (
    given !== undefined &&
    wanted !== undefined &&
    given.length === wanted.length &&
    timingSafeEqual(given, wanted)
  );
}

const isOpen = ({ state }: RunDocument): boolean =>
  state === 'running' || state === 'undoing' || state === 'stopped' || state === 'cut' || state === 'broken';

/** Numbers for Prometheus: no names of hosts or people. */
export function addMetrics(
  app: Hono<Env>,
  site: Site,
  hub: Pick<Hub, 'size'>,
  access: MetricsAccess,
  now: () => number,
): void {
  const plans = new Map<string, Promise<Plan | undefined>>();
  const planOf = (run: string): Promise<Plan | undefined> => {
    const known =
      plans.get(run) ??
      site.planOf(run).then(
        ({ plan }) => plan,
        () => undefined,
      );
    plans.set(run, known);
    return known;
  };

  app.get('/metrics', async (ask) => {
    if (!mayAsk(ask, access)) {
      const hint = 'bring the token of --metrics-token as a bearer token';
      throw new HttpRefusal(401, { code: 'auth.needed', message: 'metrics are not for everybody', hint });
    }
    const runs = await site.runs();
    const matter = runs.filter((run, at) => isOpen(run) || at === runs.length - 1);
    const measured = await Promise.all(
      matter.map(async (document) => {
        const { view } = await site.run(document.run);
        return view ? [{ document, view, plan: await planOf(document.run) }] : [];
      }),
    );
    const text = metricsText(runs, measured.flat(), hub.size(), now());
    return new Response(text, {
      headers: { 'content-type': 'text/plain; version=0.0.4; charset=utf-8', 'cache-control': 'no-store' },
    });
  });
}
