import { parseVersion } from '../../versions/parse-version.ts';
import type { Version } from '../../versions/version.ts';

/** One change as the vendor wrote it, without its bullet, on one line. */
export interface ChangelogEntry {
  readonly version: Version;
  /** The heading that it stands under: "Breaking Changes", "Fixes". */
  readonly heading: string;
  readonly text: string;
}

/** What one changelog file says of one release. */
export interface ChangelogRelease {
  readonly version: Version;
  readonly entries: readonly ChangelogEntry[];
}

const title = /^(\d+\.\d+\.\d+[a-z0-9.]*)[ \t]+\(/;

function entriesOf(version: Version, body: string): ChangelogEntry[] {
  return body.split(/^### /m).flatMap((part, index) => {
    const [first = '', ...rest] = part.split('\n');
    const heading = index === 0 ? 'Notes' : first.trim();
    const items = (index === 0 ? part : rest.join('\n')).matchAll(/^[*-] (.*(?:\n[ \t]+\S.*)*)/gm);
    return [...items].map(([, text = '']) => ({
      version,
      heading,
      text: text.replaceAll(/\s+/g, ' ').trim(),
    }));
  });
}

/**
 * Reads a changelog of the vendor's: `## 24.09.1 (2024-11-25)`, below it `### Fixes` and a bullet for each change.
 * What stands under other titles is passed over; a file without any release gives an empty list.
 */
export function parseChangelog(text: string): readonly ChangelogRelease[] {
  return text
    .replaceAll('\r\n', '\n')
    .split(/^## (?=\d)/m)
    .slice(1)
    .flatMap((part) => {
      const named = title.exec(part)?.[1];
      if (named === undefined) return [];
      const [, ...body] = part.split('\n');
      const version = parseOr(named);
      return version ? [{ version, entries: entriesOf(version, body.join('\n')) }] : [];
    });
}

function parseOr(text: string): Version | undefined {
  try {
    return parseVersion(text);
  } catch {
    return undefined;
  }
}
