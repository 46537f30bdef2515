import type { Finding } from '../../lib/finding.ts';
import { tombstonesOf } from '../catalog/rules/tombstones-of.ts';
import { standIn } from '../catalog/stand-in.ts';
import { lineOf } from '../versions/line-of.ts';
import type { Version } from '../versions/version.ts';
import { ruleFinding } from './rule-finding.ts';
import type { Rulebook } from './rulebook.ts';

const indexed = { source: 'package index', origin: 'index' } as const;

/** Findings about the version that a cluster starts from: any version is allowed if its line is known. */
export function start({ catalog, tombstones }: Rulebook, from: Version): Finding[] {
  const release = catalog.find(from);
  if (release?.withdrawn !== undefined) {
    const summary = `${from} was withdrawn (${release.withdrawn}); it can still be the start`;
    return [{ code: 'withdrawn', severity: 'info', subject: from, summary, ...indexed }];
  }
  if (release) {
    return tombstonesOf(tombstones, from).map((rule) => ({ ...ruleFinding(rule, from), severity: 'info' }));
  }
  const stand = standIn(catalog, from);
  if (stand === undefined) {
    const lines = [...new Set(catalog.releases.map(({ version }) => lineOf(version)))];
    const summary = `nothing is known of line ${lineOf(from)}: the catalog holds ${lines.at(0)} to ${lines.at(-1)}`;
    const hint =
      'if it is newer: baiup catalog sync; if it is older, first upgrade manually to the oldest line';
    return [{ code: 'line-unknown', severity: 'blocker', subject: from, summary, hint, ...indexed }];
  }
  return [
    {
      code: 'never-published',
      severity: 'info',
      subject: from,
      summary: `${from} was never published; it can still be the start`,
      detail: `we assume the database history of ${stand.version}; baiup plan asks the database itself`,
      ...indexed,
    },
  ];
}
