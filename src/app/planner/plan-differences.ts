import { isRisk } from '../../core/path/is-risk.ts';
import type { Phase, Plan, PlannedHop, PlannedStep } from '../../core/plan/plan.ts';
import type { Finding } from '../../lib/finding.ts';
import { stableJson } from '../../lib/stable-json.ts';

/** A place of a plan, and how it is there. */
export interface PlanDifference {
  /** "hop 1, phase stop" */
  readonly where: string;
  /** "step 1.stop.a1 is missing" */
  readonly what: string;
}

type Values = Readonly<Record<string, unknown>>;

const longest = 80;

function shown(value: unknown): string {
  const text = value === undefined ? 'nothing' : stableJson(value);
  return text.length > longest ? `${text.slice(0, longest)}…` : text;
}

/** Whether two values of a plan have the same JSON. */
function isSame(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  const keys = new Set([...Object.keys(a), ...Object.keys(b)]);
  return [...keys].every((key) => isSame((a as Values)[key], (b as Values)[key]));
}

/** Each of the keys whose value is another, in both words. */
function valuesOf<T extends object>(
  where: string,
  name: string,
  keys: readonly (keyof T & string)[],
  is: T,
  was: T,
) {
  return keys.flatMap((key): PlanDifference[] => {
    const [ours, theirs] = [(was as Values)[key], (is as Values)[key]];
    if (isSame(ours, theirs)) return [];
    return [{ where, what: `${name}${key} is ${shown(theirs)}, baiup plans ${shown(ours)}` }];
  });
}

/** What is missing, what is too much, and whether the rest stands in another order. */
function namesOf(
  where: string,
  kind: string,
  is: readonly string[],
  was: readonly string[],
): PlanDifference[] {
  const [there, planned] = [new Set(is), new Set(was)];
  const missing = was.filter((name) => !there.has(name)).map((name) => `${kind} ${name} is missing`);
  const added = is.filter((name) => !planned.has(name)).map((name) => `baiup plans no ${kind} ${name}`);
  const found = [...missing, ...added];
  if (found.length === 0 && is.join() !== was.join()) found.push(`its ${kind}s are in another order`);
  return found.map((what) => ({ where, what }));
}

function inSteps(where: string, is: readonly PlannedStep[], was: readonly PlannedStep[]): PlanDifference[] {
  const ids = (steps: readonly PlannedStep[]): string[] => steps.map(({ id }) => id);
  const byId = new Map(is.map((step) => [step.id, step]));
  const keys = ['kind', 'title', 'needs', 'hosts', 'irreversible'] as const;
  const inside = was.flatMap((ours) => {
    const theirs = byId.get(ours.id);
    if (!theirs) return [];
    const params = [...new Set([...Object.keys(ours.params), ...Object.keys(theirs.params)])];
    return [
      ...valuesOf(where, `step ${ours.id}: `, keys, theirs, ours),
      ...valuesOf(where, `step ${ours.id}: `, params, theirs.params, ours.params),
    ];
  });
  return [...namesOf(where, 'step', ids(is), ids(was)), ...inside];
}

function inPhases(where: string, is: readonly Phase[], was: readonly Phase[]): PlanDifference[] {
  const names = (phases: readonly Phase[]): string[] => phases.map(({ name }) => name);
  const byName = new Map(is.map((phase) => [phase.name, phase]));
  const inside = was.flatMap((ours) => {
    const theirs = byName.get(ours.name);
    if (!theirs) return [];
    const place = `${where}, phase ${ours.name}`;
    return [
      ...valuesOf(place, '', ['title', 'side', 'wave', 'beside'], theirs, ours),
      ...inSteps(place, theirs.steps, ours.steps),
    ];
  });
  return [...namesOf(where, 'phase', names(is), names(was)), ...inside];
}

const ofHop = [
  'from',
  'to',
  'via',
  'behind',
  'runsBecause',
  'kind',
  'route',
  'configuration',
  'turns',
] as const;

function inHops(is: readonly PlannedHop[], was: readonly PlannedHop[]): PlanDifference[] {
  const ends = (hops: readonly PlannedHop[]): string[] => hops.map(({ from, to }) => `${from} → ${to}`);
  const named = namesOf('the path', 'hop', ends(is), ends(was));
  if (named.length > 0) return named;
  return was.flatMap((ours, index) => {
    const theirs = is[index] ?? ours;
    const where = `hop ${index + 1}`;
    return [...valuesOf(where, '', ofHop, theirs, ours), ...inPhases(where, theirs.phases, ours.phases)];
  });
}

const risksOf = (findings: readonly Finding[]): string[] =>
  [
    ...new Set(
      findings.filter(isRisk).map(({ code, severity, subject }) => `${code} (${severity}, ${subject})`),
    ),
  ].sort();

const ofPlan = [
  'cluster',
  'policy',
  'windows',
  'leaveFiles',
  'noAnnouncement',
  'noPark',
  'turn',
  'capture',
  'others',
  'proof',
  'limits',
  'drain',
  'waves',
  'postponed',
  'guard',
  'from',
  'to',
  'fingerprint',
  'facts',
] as const;

/** How a plan differs from the one that the planner has just made. Figures and acceptances are not compared. */
export function planDifferences(plan: Plan, made: Plan): PlanDifference[] {
  return [
    ...valuesOf('the plan', '', ofPlan, plan, made),
    ...inHops(plan.hops, made.hops),
    ...namesOf('the findings', 'risk', risksOf(plan.findings), risksOf(made.findings)),
  ];
}
