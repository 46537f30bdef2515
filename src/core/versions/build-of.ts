import { formatVersion } from './format-version.ts';
import type { Version } from './version.ts';
import { versionParts } from './version-parts.ts';

/** A release as it was published, or a build of it that somebody mended. */
export interface Build {
  readonly release: Version;
  /** Whether it is more than the release: `25.15.6.post1`, `25.15.6+site1`, `25.15.6.1`. */
  readonly isMended: boolean;
}

/** What Python packaging adds to a release's version (PEP 440): a fourth number, a post-release, a local label. */
const mended =
  /^(\d+\.\d+\.\d+(?:[.-]?(?:dev|a|b|rc)\d+)?)(?:\.\d+)?(?:[._-]?(?:post|rev|r)[._-]?\d*(?:[._-]?dev\d*)?|-\d+)?(?:\+[\w.-]+)?$/;

/** Which release the version of an installed package belongs to; undefined where it belongs to none. */
export function buildOf(text: string): Build | undefined {
  const word = text.trim().toLowerCase().replace(/^v/, '');
  const whole = versionParts(word);
  if (whole) return { release: formatVersion(whole), isMended: false };
  const parts = versionParts(mended.exec(word)?.[1] ?? '');
  return parts && { release: formatVersion(parts), isMended: true };
}
