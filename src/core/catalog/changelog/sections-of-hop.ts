import type { Version } from '../../versions/version.ts';
import { isPassed } from './is-passed.ts';
import type { ChangelogEntry, ChangelogRelease } from './parse-changelog.ts';

/** Entries under one title: first what must be read, then the rest by the vendor's own headings. */
export interface ChangelogSection {
  readonly title: string;
  readonly entries: readonly ChangelogEntry[];
  /** Whether it must be read before the hop. */
  readonly urgent: boolean;
}

/** What must be read comes first, whatever heading it stands under: many a break is told among the fixes. */
const urgent: readonly { readonly title: string; readonly is: (entry: ChangelogEntry) => boolean }[] = [
  { title: 'Breaking changes', is: ({ heading }) => /breaking/i.test(heading) },
  {
    title: 'Database',
    is: ({ text }) =>
      /\b(alembic|db revisions?|database (schema|migration|revision)|migrations? (script|revision)|schema (migration|oneshot)|migrat\w+\b.*\b(table|column|row|etcd|db|database))\b/i.test(
        text,
      ),
  },
  {
    title: 'Manual steps',
    is: ({ text }) =>
      /\b(manual(ly)?|must (be|now|have|set)|you (should|must|need)|needs? to (be )?(set|run|updated?|renamed?|configured?)|(is|are) now required|rename[sd]?\b.*\b(config|option|key)|(config\w*|option|key)\b.*\brename[sd]?)\b/i.test(
        text,
      ),
  },
];

const order = ['Notes', 'Deprecations', 'Security Fixes', 'Features', 'Improvements', 'Fixes'];
const rank = (title: string): number => (order.indexOf(title) < 0 ? order.length : order.indexOf(title));

/** What changed on one hop, each entry once, the newest release last. */
export function sectionsOfHop(
  changelog: readonly ChangelogRelease[],
  from: Version,
  to: Version,
): readonly ChangelogSection[] {
  const passed = changelog.filter(({ version }) => isPassed(version, from, to));
  const texts = new Set<string>();
  // Candidates and their final release tell the same changes; branches repeat those of the main one.
  const all = passed
    .flatMap(({ entries }) => entries)
    .filter(({ text }) => !texts.has(text) && texts.add(text));
  const titleOf = (entry: ChangelogEntry) => urgent.find(({ is }) => is(entry))?.title ?? entry.heading;
  const groups = Map.groupBy(all, titleOf);
  const first = urgent.flatMap(({ title }) => (groups.has(title) ? [title] : []));
  const rest = [...groups.keys()].filter((title) => !first.includes(title));
  return [...first, ...rest.sort((a, b) => rank(a) - rank(b))].map((title) => ({
    title,
    entries: groups.get(title) ?? [],
    urgent: first.includes(title),
  }));
}
