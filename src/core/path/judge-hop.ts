import { blockers, type Finding } from '../../lib/finding.ts';
import { rulesOfHop } from '../catalog/rules/rules-of-hop.ts';
import { standIn } from '../catalog/stand-in.ts';
import { lostHistory, routeFromLost } from '../schema/lost-history.ts';
import { type Route, routeBetween } from '../schema/route.ts';
import { compareVersions } from '../versions/compare-versions.ts';
import { lineOf } from '../versions/line-of.ts';
import type { Version } from '../versions/version.ts';
import { downgrade } from './downgrade.ts';
import { hazardsOf } from './hangs-on-data.ts';
import { hopReason } from './hop-reason.ts';
import { landing } from './landing.ts';
import { pageRules } from './page-rules.ts';
import type { Hop } from './path.ts';
import { ruleFinding } from './rule-finding.ts';
import type { Rulebook } from './rulebook.ts';
import { isTried, trialOf } from './trials.ts';

function routeOf({ catalog, stands }: Rulebook, from: Version, to: Version): Route {
  const [source, target, lost] = [standIn(catalog, from), catalog.find(to), lostHistory(from)];
  if (lost && target) return routeFromLost(lost, target, stands);
  if (source && target) return routeBetween(source, target);
  const unknown = source ? to : from;
  const why = `the database history of ${unknown} is unknown: the catalog holds no such release`;
  return { kind: 'blocked', run: [], fill: [], orphans: [], why };
}

/**
 * What the database route refuses. A database never goes back along its old history: some downgrades fail, and all
 * lose data. Under policy `page` that is told by the orphans, under `schema` by the way back.
 */
function routeFindings({ policy }: Rulebook, subject: string, route: Route): Finding[] {
  const common = { severity: 'blocker', subject, summary: route.why } as const;
  const histories = { source: 'revision graphs of both releases', origin: 'history' } as const;
  if (route.kind === 'blocked') return [{ code: 'schema-blocked', ...common, ...histories }];
  if (route.kind !== 'rejoin') return [];
  const code = policy === 'page' ? 'schema-orphans' : 'schema.goes-back';
  const detail = `${route.orphans.join(', ')}: going back loses the data of the revisions that are undone, and no plan does it`;
  return [{ code, ...common, detail, ...histories }];
}

/**
 * Under policy `schema` what the page forbids is let through where the revision graphs carry it, marked; not where it
 * was tried and did not go.
 */
function soften({ policy }: Rulebook, hop: Bare, findings: readonly Finding[]) {
  const { route } = hop;
  const carried = route.kind === 'none' || route.kind === 'upgrade' || route.kind === 'fill';
  if (policy === 'page' || !carried || blockers(findings).length === 0) return [...findings];
  const trial = trialOf(hop);
  if (trial && !trial.went && !trial.onData)
    return findings.map((finding) => ({ ...finding, detail: trial.text }));
  const proof = trial ? `; ${trial.text}` : '';
  const detail = `the page does not allow it, but its database route is computed (${route.kind})${proof}`;
  return findings.map(
    (finding): Finding =>
      finding.severity === 'blocker' ? { ...finding, severity: 'warning', detail } : finding,
  );
}

/** A hop that the page allows but that failed in a trial. A rejoin is reported by its history instead. */
function trialFindings(hop: Bare, others: readonly Finding[]): Finding[] {
  const trial = trialOf(hop);
  if (!trial || trial.went || trial.onData || hop.route.kind === 'rejoin' || blockers(others).length > 0)
    return [];
  return [
    {
      code: 'trial-failed',
      severity: 'blocker',
      subject: `${hop.from} → ${hop.to}`,
      summary: trial.text,
      source: 'trials of every hop on real packages, docs/trials.md',
      origin: 'history',
    },
  ];
}

/** Revisions that go through or fail by the database's own rows: a check asks for them, so nothing is refused here. */
function askedOfData(hop: Bare): Finding[] {
  return hazardsOf(hop).map(({ check, revision, fails }) => ({
    code: 'asked-of-database',
    severity: 'info',
    subject: `${hop.from} → ${hop.to}`,
    summary: `revision ${revision} fails ${fails}: on a cluster the check ${check} looks for such rows, and can fix them`,
    source: 'trials of hops on real packages, docs/trials.md; the source of the revision',
    origin: 'history',
    handled: `the check ${check} looks for it`,
  }));
}

/** A hop that nobody tried as it stands, and whose migration runs something: said, and proven by the rehearsal. */
function untried(hop: Bare, others: readonly Finding[]): Finding[] {
  if (isTried(hop) || blockers(others).length > 0) return [];
  return [
    {
      code: 'no-trial',
      severity: 'info',
      subject: `${hop.from} → ${hop.to}`,
      summary: 'no trial of this hop is recorded: let the rehearsal prove it',
      source: 'trials of hops on real packages, docs/trials.md',
      origin: 'history',
    },
  ];
}

type Bare = Pick<Hop, 'from' | 'to' | 'kind' | 'route'>;

/** A hop with no more than decides whether it is taken. */
export interface WeighedHop extends Bare {
  readonly said: readonly Pick<Finding, 'severity' | 'origin'>[];
}

/** What is said of a hop: by page, index and history, and by which rules. */
function sayings(book: Rulebook, hop: Bare, isTarget: boolean) {
  const { from, to, route } = hop;
  if (compareVersions(to, from) <= 0) return { findings: [downgrade(from, to)], rules: [] };
  const ground = landing(book, to, isTarget);
  const page = soften(book, hop, pageRules(book, from, to));
  const history = book.catalog.find(to) ? routeFindings(book, `${from} → ${to}`, route) : [];
  const tried = trialFindings(hop, page);
  return {
    findings: [...ground, ...page, ...history, ...tried, ...askedOfData(hop)],
    rules: rulesOfHop(book.rules, hop),
  };
}

function bareHop(book: Rulebook, from: Version, to: Version): Bare {
  return { from, to, kind: lineOf(from) === lineOf(to) ? 'minor' : 'major', route: routeOf(book, from, to) };
}

/**
 * One hop with everything that is to be said of it; a blocker among its findings refuses it.
 * @param isTarget whether it ends where the operator wants to go.
 */
export function judgeHop(book: Rulebook, from: Version, to: Version, isTarget: boolean): Hop {
  const hop = bareHop(book, from, to);
  const { findings, rules } = sayings(book, hop, isTarget);
  const risks = rules.map((rule) => ruleFinding(rule, `${from} → ${to}`));
  const all = [...findings, ...untried(hop, findings), ...risks];
  return { ...hop, why: hopReason(book, from, to, isTarget), findings: all };
}

/** The same without texts: a blocker refuses the hop. */
export function weighHop(book: Rulebook, from: Version, to: Version, isTarget: boolean): WeighedHop {
  const hop = bareHop(book, from, to);
  const { findings, rules } = sayings(book, hop, isTarget);
  return { ...hop, said: [...findings, ...rules] };
}
