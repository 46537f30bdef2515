import type { Plan, PlanFacts } from '../../core/plan/plan.ts';
import { BaiupError, exitCode } from '../../lib/errors.ts';
import { fingerprint } from '../../lib/stable-json.ts';

function changes(before: PlanFacts, now: PlanFacts): string[] {
  const byId = ({ components }: PlanFacts) => new Map(components.map((each) => [each.id, each]));
  const [earlier, present] = [byId(before), byId(now)];
  const gone = before.components.filter(({ id }) => !present.has(id));
  const found = now.components.flatMap((after) => {
    const was = earlier.get(after.id);
    if (!was) return [`${after.id} is new`];
    return [
      ...(was.version === after.version
        ? []
        : [`${after.id} is ${after.version || 'not installed'}, was ${was.version}`]),
      ...(was.environment === after.environment ? [] : [`${after.id} runs from ${after.environment}`]),
      ...(was.configSha256 === after.configSha256 ? [] : [`the configuration of ${after.id} was edited`]),
      ...(was.host === after.host ? [] : [`${after.id} is on ${after.host}, was on ${was.host}`]),
    ];
  });
  const revisions =
    before.revisions.join() === now.revisions.join()
      ? []
      : [
          `the database is at ${now.revisions.join(', ') || 'no revision'}, was at ${before.revisions.join(', ')}`,
        ];
  return [...gone.map(({ id }) => `${id} is gone`), ...found, ...revisions];
}

/** @throws BaiupError `plan.stale` (exit 2) naming what changed since the plan was made */
export function refuseStale(plan: Plan, now: PlanFacts): void {
  if (fingerprint(now) === plan.fingerprint) return;
  throw new BaiupError(
    'plan.stale',
    `the cluster changed since the plan was made: ${changes(plan.facts, now).join('; ')}`,
    {
      exit: exitCode.refused,
      left: 'nothing was changed',
      hint: `make the plan again: baiup plan ${plan.to} -o plan.json`,
    },
  );
}
