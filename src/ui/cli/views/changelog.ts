import type { ChangelogHop } from '../../../app/actions/changelog.ts';
import type { ChangelogSection } from '../../../core/catalog/changelog/sections-of-hop.ts';
import type { Paint } from '../paint.ts';

/** Titles that are always shown in full; of the others only how much they hold. */
const first = ['Breaking changes', 'Database', 'Manual steps', 'Deprecations'];

function sectionLines({ title, entries }: ChangelogSection, paint: Paint): string[] {
  const width = Math.max(...entries.map(({ version }) => version.length));
  return [
    '',
    `  ${paint('bold', title)}`,
    ...entries.map(({ version, text }) => `    ${version.padEnd(width)}  ${text}`),
  ];
}

function hopLines(
  { from, to, sections, rules, missing }: ChangelogHop,
  verbose: boolean,
  paint: Paint,
): string[] {
  const isShown = ({ title }: ChangelogSection) => verbose || first.includes(title);
  const rest = sections.filter((section) => !isShown(section));
  const counts = rest.map(({ title, entries }) => `${title} ${entries.length}`).join(', ');
  return [
    paint('bold', `${from} → ${to}`),
    ...sections.filter(isShown).flatMap((section) => sectionLines(section, paint)),
    ...(rules.length > 0 ? ['', `  ${paint('bold', 'What the rules say')}`] : []),
    ...rules.map(({ code, summary }) => `    ${code}: ${summary}`),
    ...(counts ? ['', `  More: ${counts} (--verbose shows them)`] : []),
    ...(missing.length > 0
      ? [
          '',
          `  No file describes ${missing.join(', ')}: name a folder that holds the files of their branches too, --source FOLDER`,
        ]
      : []),
    '',
  ];
}

/** What changes, hop by hop, what must be read first. */
export function changelogText(hops: readonly ChangelogHop[], verbose: boolean, paint: Paint): string {
  if (hops.length === 0) return 'Nothing changes: both are the same release.';
  return hops
    .flatMap((hop) => hopLines(hop, verbose, paint))
    .join('\n')
    .trimEnd();
}
