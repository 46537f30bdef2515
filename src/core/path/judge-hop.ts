import { blockers, type Finding } from '../../lib/finding.ts';
import { rulesOfHop } from '../catalog/rules/rules-of-hop.ts';
import { standIn } from '../catalog/stand-in.ts';
import { type Route, routeBetween } from '../schema/route.ts';
import { compareVersions } from '../versions/compare-versions.ts';
import { lineOf } from '../versions/line-of.ts';
import type { Version } from '../versions/version.ts';
import { downgrade } from './downgrade.ts';
import { hopReason } from './hop-reason.ts';
import { landing } from './landing.ts';
import { pageRules } from './page-rules.ts';
import type { Hop } from './path.ts';
import { ruleFinding } from './rule-finding.ts';
import type { Rulebook } from './rulebook.ts';
import { trialOf } from './trials.ts';

function routeOf({ catalog }: Rulebook, from: Version, to: Version): Route {
  const [source, target] = [standIn(catalog, from), catalog.find(to)];
  if (source && target) return routeBetween(source, target);
  const unknown = source ? to : from;
  const why = `the database history of ${unknown} is unknown: the catalog holds no such release`;
  return { kind: 'blocked', run: [], fill: [], orphans: [], why };
}

/** What the database route says of a hop. Orphans are refused by the page's policy and warned of by the other. */
function routeFindings({ policy }: Rulebook, subject: string, route: Route): Finding[] {
  const histories = { source: 'revision graphs of both releases', origin: 'history' } as const;
  if (route.kind === 'blocked') {
    return [{ code: 'schema-blocked', severity: 'blocker', subject, summary: route.why, ...histories }];
  }
  if (route.kind !== 'rejoin') return [];
  const severity = policy === 'page' ? 'blocker' : 'warning';
  const detail = 'going back loses the data of what is taken down';
  return [{ code: 'schema-orphans', severity, subject, summary: route.why, detail, ...histories }];
}

/** Under policy `schema` what the page forbids is let through where the revision graphs carry it, marked. */
function soften({ policy }: Rulebook, hop: Pick<Hop, 'from' | 'to' | 'route'>, findings: readonly Finding[]) {
  const { route } = hop;
  const carried = route.kind === 'none' || route.kind === 'upgrade' || route.kind === 'fill';
  if (policy === 'page' || !carried || blockers(findings).length === 0) return [...findings];
  const proof = trialOf(hop) ?? 'no trial of it is recorded, so the rehearsal must prove it';
  const detail = `not by the page, but its database route is computed (${route.kind}); ${proof}`;
  return findings.map(
    (finding): Finding =>
      finding.severity === 'blocker' ? { ...finding, severity: 'warning', detail } : finding,
  );
}

/** A hop without what is only to be read. */
export type WeighedHop = Omit<Hop, 'why'>;

/**
 * One hop with what rules, page and history say of it; a blocker among its findings refuses it.
 * @param isTarget whether it ends where the operator wants to go.
 */
export function weighHop(book: Rulebook, from: Version, to: Version, isTarget: boolean): WeighedHop {
  const kind = lineOf(from) === lineOf(to) ? 'minor' : 'major';
  const subject = `${from} → ${to}`;
  const route = routeOf(book, from, to);
  const hop = { from, to, kind, route } as const;
  if (compareVersions(to, from) <= 0) return { ...hop, findings: [downgrade(from, to)] };
  const ground = landing(book, to, isTarget);
  const page = soften(book, hop, pageRules(book, from, to));
  const history = book.catalog.find(to) ? routeFindings(book, subject, route) : [];
  const risks = rulesOfHop(book.rules, hop).map((rule) => ruleFinding(rule, subject));
  return { ...hop, findings: [...ground, ...page, ...history, ...risks] };
}

/** One hop with everything that is to be said of it. @param isTarget as above */
export function judgeHop(book: Rulebook, from: Version, to: Version, isTarget: boolean): Hop {
  const { findings, ...hop } = weighHop(book, from, to, isTarget);
  return { ...hop, why: hopReason(book, from, to, isTarget), findings };
}
