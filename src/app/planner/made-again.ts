import type { Known } from '../../core/plan/figures-from.ts';
import type { Plan } from '../../core/plan/plan.ts';
import { planId } from '../../core/plan/plan-id.ts';
import { parseVersion } from '../../core/versions/parse-version.ts';
import { BaiupError, exitCode } from '../../lib/errors.ts';
import { blockers, type Finding } from '../../lib/finding.ts';
import type { Ground } from '../discovery/read-ground.ts';
import { foundation } from './foundation.ts';
import { madeWith } from './made-with.ts';
import { makePlan, type PlanInput } from './make-plan.ts';
import { type PlanDifference, planDifferences } from './plan-differences.ts';

/** More places than this tell nothing more. */
const shown = 20;

const hasOthers = ({ findings }: Pick<Plan, 'findings'>): boolean =>
  findings.some(({ code }) => code === 'capture.others');

function causeOf(plan: Plan, made: Plan | undefined, { catalog }: Ground): string {
  const { madeWith: was } = plan;
  const is = madeWith(catalog);
  if (was.baiup !== is.baiup) return `it was made by baiup ${was.baiup}, and this is ${is.baiup}`;
  if (was.catalog !== is.catalog) return 'it was made with another catalog of releases: one was synced since';
  if (made && hasOthers(plan) !== hasOthers(made))
    return `other programs ${hasOthers(made) ? 'have come to a database' : 'have left a database'} since`;
  return 'the file was edited, or cluster.yaml, keys in etcd or resource groups were changed since';
}

function refusal(plan: Plan, ground: Ground, findings: readonly Finding[], made?: Plan): BaiupError {
  const message = `from this cluster, baiup makes a plan that differs from ${plan.id}: ${causeOf(plan, made, ground)}`;
  return new BaiupError('plan.differs', message, {
    exit: exitCode.refused,
    findings: findings.slice(0, shown),
    left: 'nothing was changed',
    hint: `make the plan again: baiup plan ${plan.to} -o plan.json`,
  });
}

const asFinding = ({ where, what }: PlanDifference): Finding => ({
  code: 'plan.differs',
  severity: 'blocker',
  subject: where,
  summary: `${where}: ${what}`,
});

/** The agreed plan as the planner makes it now, with its current steps and figures. */
function agreed(plan: Plan, made: Plan): Plan {
  const hops = made.hops.map((hop, index) => {
    const { toRead } = plan.hops[index] ?? {};
    return toRead ? { ...hop, toRead } : hop;
  });
  const { id, findings, accepted, window } = plan;
  return { ...made, id, hops, findings, accepted, ...(window ? { window } : {}) };
}

/**
 * Makes a plan again from its facts and from what its operator asked for. So apply carries out only what the planner
 * itself would do.
 * @param known what is known of the time that steps take
 * @throws BaiupError `plan.differs` (exit 2), with a finding for each place
 */
export function madeAgain(plan: Plan, ground: Ground, known: Known): Plan {
  const {
    policy,
    windows,
    accepted,
    leaveFiles = false,
    noAnnouncement = false,
    noPark = false,
    turn,
    capture,
    others,
    proof,
    limits,
    drain,
    guard,
    waves,
    postponed,
  } = plan;
  const found = foundation(ground, { to: parseVersion(plan.to), policy, windows, drain, accept: accepted });
  const said = [...(found?.ofHops ?? []), ...(found?.way.findings ?? [])];
  if (!found || found.way.hops.length === 0) throw refusal(plan, ground, blockers(said));
  const input: PlanInput = {
    ...found.draft,
    findings: said,
    accepted,
    leaveFiles,
    noAnnouncement,
    noPark,
    turn,
    capture,
    others,
    proof,
    limits,
    guard,
    waves,
    postponed,
    known,
  };
  const made = makePlan(input);
  const result = agreed(plan, made);
  const differences = planDifferences(plan, made);
  if (differences.length === 0 && planId(result) === plan.id) return result;
  throw refusal(plan, ground, differences.map(asFinding), made);
}
