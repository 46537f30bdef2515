import type { Catalog } from '../../src/core/catalog/catalog.ts';
import { judgeHop } from '../../src/core/path/judge-hop.ts';
import { rulebook } from '../../src/core/path/rulebook.ts';
import type { Trial, TrialEnd } from '../../src/core/path/trial.ts';
import { parseVersion } from '../../src/core/versions/parse-version.ts';
import { blockers } from '../../src/lib/finding.ts';
import type { MigrationResult } from './migration-results.ts';

function endText({ outcome, why, revision, left, versions, drift, lost = [], fixed }: TrialEnd): string {
  const where = revision ? ` at ${revision}` : '';
  switch (outcome) {
    case 'refused':
      return `refused: ${why}`;
    case 'failed':
      return `failed${where}, database ${left === 'half' ? 'half-migrated' : 'untouched'}: ${why}`;
    case 'wrong':
      return `wrong: ${lost.length} differences in what it holds, ${drift?.structural.length} structural differences, alembic_version ${versions.join(' ')}`;
    case 'right':
      return `right (${drift?.cosmetic} cosmetic, ${drift?.allowed} allowed${fixed ? `; fixed ${fixed.join(' ')}` : ''})`;
  }
}

function pageText({ upgrade, missing }: Trial['page']): string {
  const step = missing ? `; then apply-missing-revisions ${endText(missing)}` : '';
  return `upgrade head ${endText(upgrade)}${step}`;
}

/** Both ways in one line. */
export function describeTrial({ page, baiup }: Trial): string {
  return `page: ${pageText(page)}; baiup: ${endText(baiup)}`;
}

/** One migration on rows of one kind, in one line. */
export function tellMigration({ from, to, rows, ran, seconds, end }: MigrationResult): string {
  return `${from} → ${to}, ${rows} rows, ${ran} revisions: ${endText(end)} (${seconds.toFixed(1)} s)`;
}

/** A hop and its two ways; in full, what differs too. */
export function tellTrial(trial: Trial, inFull: boolean): string {
  const { from, to, route, rows, spoiled, page, baiup } = trial;
  const lines = [
    `${from} → ${to}: ${route.kind}, ${route.run} revisions, ${route.fill} of them skipped by the page${spoiled ? `; with rows for ${spoiled}` : ''}`,
    `  rows: ${rows.rows} in ${rows.tables} tables${rows.empty.map((each) => `\n        nothing in ${each}`).join('')}`,
    `  page:  ${pageText(page)}`,
    ...(inFull ? (page.upgrade.drift?.structural ?? []) : []).map((each) => `         ${each}`),
    `  baiup: ${endText(baiup)}, ${baiup.seconds.toFixed(1)} s`,
    ...(baiup.lost ?? []).map((each) => `         ${each}`),
    ...(baiup.drift?.structural ?? []).map((each) => `         ${each}`),
  ];
  return lines.join('\n');
}

/** Whether baiup's own route goes wrong on a hop that nothing refuses beforehand. */
export function failsUnexpectedly(catalog: Catalog, { from, to, baiup }: Trial): boolean {
  if (baiup.outcome === 'right' || baiup.outcome === 'refused') return false;
  const hop = judgeHop(rulebook(catalog, { policy: 'schema' }), parseVersion(from), parseVersion(to), true);
  return blockers(hop.findings).length === 0;
}
