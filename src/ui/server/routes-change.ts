import type { Hono } from 'hono';
import { z } from 'zod';
import type { Plan } from '../../core/plan/plan.ts';
import { walkPlan } from '../../core/plan/walk.ts';
import { HttpRefusal, jsonAnswer } from './answers.ts';
import { bodyOf } from './body.ts';
import type { Asked, Env } from './guard.ts';
import type { Hub } from './hub.ts';
import type { Site } from './site.ts';
import { openSteering } from './steer.ts';

const code = z
  .string()
  .min(1)
  .max(500)
  .regex(/^[^-\s][^\s]*$/);
const nothing = z.strictObject({});
const typed = z.strictObject({ cluster: z.string().max(500) });
const approval = z.strictObject({ steps: z.array(z.string().max(500)).min(1).max(10_000) });
const planned = z.strictObject({
  to: z.string().regex(/^\d[0-9A-Za-z.]{0,30}$/, 'is no version'),
  windows: z.enum(['each', 'one']).optional(),
  policy: z.enum(['page', 'schema']).optional(),
  window: z.number().int().positive().optional(),
  accept: z.array(code).max(1000).optional(),
});
const rehearsed = z.strictObject({ plan: z.string() });
const applied = z.strictObject({ plan: z.string(), accept: z.array(code).max(1000), optional: z.boolean() });

const flags = (name: string, values: readonly string[] = []): string[] =>
  values.flatMap((value) => [name, value]);

/** Rules of manual steps that may be left out. */
const optionalRules = (plan: Plan): string[] =>
  walkPlan(plan).flatMap(({ step: { params } }) =>
    params['optional'] === true && typeof params['rule'] === 'string' ? [params['rule']] : [],
  );

/**
 * What changes something; whoever asks is an operator, and the journal says who.
 * @param here the machine of the server: people of one name may be others elsewhere
 */
export function addChanges(app: Hono<Env>, site: Site, hub: Hub, here: string): void {
  const steering = openSteering(site);
  const who = (ask: Asked): string => {
    const name = ask.get('known').session?.user.name ?? 'nobody';
    return `${name.includes('@') ? name : `${name}@${here}`} (dashboard)`;
  };
  const told = async (value: unknown, status = 202): Promise<Response> => {
    await hub.lookNow();
    return jsonAnswer(value, status);
  };
  const run = (ask: Asked): string => ask.req.param('run') ?? '';

  /** @throws HttpRefusal where another plan is served than the one that was shown */
  const samePlan = async (shown: string): Promise<{ readonly file: string; readonly plan: Plan }> => {
    const { file, plan } = await site.plan();
    if (plan.id === shown && file !== null) return { file, plan };
    throw new HttpRefusal(409, {
      code: 'plan.changed-since',
      message: `the plan was ${shown} when it was shown, and is ${plan.id} now`,
      hint: 'read it again',
      left: 'nothing was changed',
    });
  };

  app.post('/api/runs/:run/pause', async (ask) => {
    await bodyOf(ask, nothing);
    return told(await steering.pause(run(ask), who(ask)));
  });
  app.post('/api/runs/:run/approve', async (ask) => {
    const { steps } = await bodyOf(ask, approval);
    return told(await steering.approve(run(ask), steps, who(ask)), 200);
  });
  app.post('/api/runs/:run/resume', async (ask) => {
    await bodyOf(ask, nothing);
    return told(await steering.resume(run(ask), who(ask)));
  });
  app.post('/api/runs/:run/abort', async (ask) => {
    const { cluster } = await bodyOf(ask, typed);
    return told(await steering.abort(run(ask), cluster, who(ask)));
  });
  app.post('/api/runs/:run/rollback', async (ask) => {
    const { cluster } = await bodyOf(ask, typed);
    return told(await steering.rollback(run(ask), cluster, who(ask)));
  });
  app.post('/api/plan', async (ask) => {
    const { to, windows, policy, window, accept } = await bodyOf(ask, planned);
    const argv = [
      ...['plan', to, '-o', await site.newPlanFile()],
      ...flags('--windows', windows && [windows]),
      ...flags('--policy', policy && [policy]),
      ...flags('--window', window === undefined ? [] : [`${window}s`]),
      ...flags('--accept', accept),
      ...site.clusterArguments,
    ];
    return told(await site.tasks.begin({ what: 'plan', argv, who: who(ask) }));
  });
  app.post('/api/plans/:name/serve', async (ask) => {
    await bodyOf(ask, nothing);
    return told(await site.servePlan(ask.req.param('name')), 200);
  });
  app.post('/api/rehearse', async (ask) => {
    const { plan } = await bodyOf(ask, rehearsed);
    const argv = ['rehearse', (await samePlan(plan)).file, ...site.clusterArguments];
    return told(await site.tasks.begin({ what: 'rehearse', argv, who: who(ask) }));
  });
  app.post('/api/apply', async (ask) => {
    const { plan, accept, optional } = await bodyOf(ask, applied);
    const going = (await site.tasks.list()).find((task) => task.what === 'apply' && task.state === 'going');
    if (going) {
      throw new HttpRefusal(409, {
        code: 'apply.going',
        message: `${going.who} has begun an upgrade already`,
      });
    }
    const shown = await samePlan(plan);
    // --yes would accept every warning too: what is optional is accepted by its own rules.
    const codes = [...accept, ...(optional ? optionalRules(shown.plan) : [])];
    const argv = ['apply', shown.file, ...flags('--accept', codes), ...site.clusterArguments];
    return told(await site.tasks.begin({ what: 'apply', argv, who: who(ask) }));
  });
}
