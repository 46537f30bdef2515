import type { Finding } from '../../lib/finding.ts';
import { isStop } from '../catalog/is-stop.ts';
import { packageNames, type Release } from '../catalog/release.ts';
import { tombstonesOf } from '../catalog/rules/tombstones-of.ts';
import { compareVersions } from '../versions/compare-versions.ts';
import { isCandidate } from '../versions/is-candidate.ts';
import type { Version } from '../versions/version.ts';
import { ruleFinding } from './rule-finding.ts';
import type { Rulebook } from './rulebook.ts';

const indexed = { source: 'package index', origin: 'index' } as const;

/** The stops on both sides of a version: what can be installed in its stead. */
function nearest({ stops }: Rulebook, version: Version): string {
  const older = stops.findLast((each) => compareVersions(each.version, version) < 0);
  const newer = stops.find((each) => compareVersions(each.version, version) > 0);
  const around = [older, newer].flatMap((each) => (each ? [each.version] : []));
  return `the nearest that can be installed: ${around.join(' or ')}`;
}

function unpublished(book: Rulebook, version: Version, release: Release | undefined): Finding {
  const [first, last] = [book.catalog.releases[0], book.catalog.releases.at(-1)];
  const beyond = last !== undefined && compareVersions(version, last.version) > 0;
  const known = beyond ? `; the newest known here is ${last.version}` : '';
  const before = first !== undefined && compareVersions(version, first.version) < 0;
  const since = before ? `; the oldest known here is ${first.version}` : '';
  return {
    code: 'never-published',
    severity: 'blocker',
    subject: version,
    summary: release
      ? `${version} was published ${release.published.slice(0, 10)}, after ${book.asOf}`
      : `${version} was never published${known}${since}`,
    hint: nearest(book, version),
    ...indexed,
  };
}

/**
 * Whether an upgrade can halt at a version at all, whatever it comes from.
 * @param asked whether the operator named it as the target: candidates are halted at only then.
 */
export function landing(book: Rulebook, version: Version, asked: boolean): Finding[] {
  const release = book.catalog.find(version);
  const visible =
    release && (book.asOf === undefined || release.published.slice(0, book.asOf.length) <= book.asOf);
  if (!release || !visible) return [unpublished(book, version, release)];
  if (release.withdrawn !== undefined) {
    const summary = `${version} was withdrawn: ${release.withdrawn}`;
    const hint = nearest(book, version);
    return [{ code: 'withdrawn', severity: 'blocker', subject: version, summary, hint, ...indexed }];
  }
  const findings = tombstonesOf(book.tombstones, version).map((rule) => ruleFinding(rule, version));
  if (!asked && !isStop(release)) {
    const summary = `${version} is a candidate: on its way an upgrade stops only at final releases`;
    findings.push({
      code: 'candidate',
      severity: 'blocker',
      subject: version,
      summary,
      hint: nearest(book, version),
      origin: 'page',
    });
  }
  const lacking = packageNames.filter((name) => release.packages[name] === undefined);
  if (lacking.length > 0) {
    const kind = isCandidate(version) ? 'candidate' : 'release';
    const summary = `this ${kind} was published without ${lacking.join(', ')}: a whole cluster cannot run it`;
    findings.push({ code: 'incomplete-release', severity: 'warning', subject: version, summary, ...indexed });
  }
  return findings;
}
