import { usageError } from '../../lib/errors.ts';
import { formatVersion } from './format-version.ts';
import type { Version } from './version.ts';
import { versionParts } from './version-parts.ts';

/**
 * A version in either spelling: 24.03.5 and pip's 24.3.5 are the same.
 * @throws BaiupError `version.malformed` (exit 64) for a word that is not a version.
 */
export function parseVersion(text: string): Version {
  const parts = versionParts(text.trim().toLowerCase());
  if (parts) return formatVersion(parts);
  throw usageError(
    'version.malformed',
    `"${text}" is not a Backend.AI version`,
    'write a version as YY.MM.P, like 24.03.11 or 24.09.0rc1',
  );
}
