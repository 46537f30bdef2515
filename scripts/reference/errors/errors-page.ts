import { join } from 'node:path';
import { checks } from '../../../src/app/checks/index.ts';
import { root } from '../../lib/baiup.ts';
import { readSources } from '../source/read-source.ts';
import { collectTold, type Told } from './collect.ts';

const mostTexts = 4;

/** As a cell of a table shows it; texts that differ in how many they list are one. */
function cell(texts: readonly string[]): string {
  const plain = texts.map((text) =>
    text
      .replaceAll('… and … more', '…')
      .replace(/(…[ ,]*)+…/g, '…')
      .replace(/\s+/g, ' ')
      .trim(),
  );
  const shown = [...new Set(plain)].filter((text) => /\p{L}/u.test(text.replace(/‹[^›]*›/g, '')));
  return shown
    .slice(0, mostTexts)
    .map((text) => text.replaceAll('|', '\\|').replaceAll('<', '&lt;'))
    .join('<br>');
}

const row = ({ code, kind, says, hints }: Told): string =>
  `| \`${code}\` | ${kind} | ${cell(says)} | ${cell(hints)} |`;

/** Every code that baiup tells something under. */
export function told(): Told[] {
  const found = collectTold(readSources(join(root, 'src')));
  const known = new Set(found.map(({ code }) => code));
  // Findings of a check that only passes on what something else has found.
  const others = checks
    .filter(({ code }) => !known.has(code))
    .map(({ code }): Told => ({ code, kind: 'finding', says: [], hints: [] }));
  return [...found, ...others].sort((one, other) => (one.code < other.code ? -1 : 1));
}

export function errorsPage(): string {
  const all = told();
  const families = [...new Set(all.map(({ code }) => code.split('.')[0] ?? ''))];
  const sections = families.map((family) => {
    const rows = all.filter(({ code }) => code.split('.')[0] === family).map(row);
    const head = ['| code | | what it says | what to do |', '|---|---|---|---|'];
    return [`## ${family}`, [...head, ...rows].join('\n')].join('\n\n');
  });
  return [
    '# Errors and findings',
    'Generated from the code by `npm run reference`; a test fails when it is stale.',
    `Codes are permanent: scripts may depend on them. An *error* ends a command or a step; a *finding* is said of a cluster or an upgrade, and a warning among them is accepted by its code (\`--accept CODE\`). ‹names› and … stand for what is filled in. Where nothing is written under "what to do", the text itself tells, or the run goes back by itself: [when it fails](../when-it-fails.md). Findings about a release (risks, manual steps) have names without a dot; \`baiup path FROM TO --verbose\` tells them with their reasons and sources.`,
    ...sections,
  ].join('\n\n');
}
