import type { Plan, PlanFacts } from '../../core/plan/plan.ts';
import { BaiupError, exitCode } from '../../lib/errors.ts';
import { firstFew } from '../../lib/first-few.ts';
import { fingerprint } from '../../lib/stable-json.ts';

type Component = PlanFacts['components'][number];
type OwnDatabase = NonNullable<PlanFacts['ownDatabases']>[number];

const rowsOf = (revisions: readonly string[]): string => revisions.join(', ') || 'no revision';

/** What is said of one that is there before and after. */
function* ofComponent(was: Component, is: Component): Generator<string> {
  const { id } = is;
  if (was.component !== is.component) yield `${id} is a component ${is.component}, was ${was.component}`;
  if (was.version !== is.version)
    yield `${id} is ${is.version || 'not installed'}, was ${was.version || 'not installed'}`;
  if (was.environment !== is.environment) yield `${id} runs from ${is.environment}`;
  if (was.configSha256 !== is.configSha256) yield `the configuration of ${id} was edited`;
  if (was.host !== is.host) yield `${id} is on ${is.host}, was on ${was.host}`;
}

function* ofOwnDatabase(was: OwnDatabase, is: OwnDatabase): Generator<string> {
  const name = `the database of ${is.member}`;
  if (was.state !== is.state) yield `${name} is ${is.state}, was ${was.state}`;
  if (was.revisions.join() !== is.revisions.join())
    yield `${name} is at ${rowsOf(is.revisions)}, was at ${rowsOf(was.revisions)}`;
}

/** What was removed, what is new, what changed, and whether only the order changed. */
function changesIn<T>(
  before: readonly T[],
  now: readonly T[],
  nameOf: (each: T) => string,
  told: (was: T, is: T) => Iterable<string>,
): string[] {
  const [earlier, present] = [before, now].map((all) => new Map(all.map((each) => [nameOf(each), each])));
  const gone = before.map(nameOf).filter((name) => !present?.has(name));
  const found = now.flatMap((is) => {
    const was = earlier?.get(nameOf(is));
    return was === undefined ? [`${nameOf(is)} is new`] : [...told(was, is)];
  });
  const said = [...gone.map((name) => `${name} is gone`), ...found];
  const isMoved = said.length === 0 && before.map(nameOf).join() !== now.map(nameOf).join();
  return isMoved ? ['cluster.yaml names its members in another order'] : said;
}

/** Every fact that is another, in words. */
function changes(before: PlanFacts, now: PlanFacts): string[] {
  const { ownDatabases: ownBefore = [] } = before;
  const { ownDatabases: ownNow = [] } = now;
  const revisions =
    before.revisions.join() === now.revisions.join()
      ? []
      : [`the database is at ${rowsOf(now.revisions)}, was at ${rowsOf(before.revisions)}`];
  return [
    ...changesIn(before.components, now.components, ({ id }) => id, ofComponent),
    ...revisions,
    ...changesIn(ownBefore, ownNow, ({ member }) => `the database of ${member}`, ofOwnDatabase),
  ];
}

const shown = 10;

/** @throws BaiupError `plan.stale` (exit 2) naming what changed since the plan was made */
export function refuseStale(plan: Plan, now: PlanFacts): void {
  if (fingerprint(now) === plan.fingerprint) return;
  const all = changes(plan.facts, now);
  throw new BaiupError('plan.stale', `the cluster changed since the plan was made: ${firstFew(all, shown)}`, {
    exit: exitCode.refused,
    left: 'nothing was changed',
    hint: `make the plan again: baiup plan ${plan.to} -o plan.json`,
  });
}
