import { formatVersion } from './format-version.ts';
import type { Version } from './version.ts';
import { versionParts } from './version-parts.ts';

/** A release as it was published, or a build of it that somebody fixed. */
export interface Build {
  readonly release: Version;
  /** Whether it is more than the release: `25.15.6.post1`, `25.15.6+site1`, `25.15.6.1`. */
  readonly isFixed: boolean;
}

/** What Python packaging adds to a release's version (PEP 440): a fourth number, a post-release, a local label. */
const fixed =
  /^(\d+\.\d+\.\d+(?:[.-]?(?:dev|a|b|rc)\d+)?)(?:\.\d+)?(?:[._-]?(?:post|rev|r)[._-]?\d*(?:[._-]?dev\d*)?|-\d+)?(?:\+[\w.-]+)?$/;

/** Which release the version of an installed package belongs to; undefined where it belongs to none. */
export function buildOf(text: string): Build | undefined {
  const word = text.trim().toLowerCase().replace(/^v/, '');
  const whole = versionParts(word);
  if (whole) return { release: formatVersion(whole), isFixed: false };
  const parts = versionParts(fixed.exec(word)?.[1] ?? '');
  return parts && { release: formatVersion(parts), isFixed: true };
}
