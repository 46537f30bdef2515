import type { Version } from './version.ts';
import type { VersionParts } from './version-parts.ts';

/** A version as it is always printed: two-digit month, candidates as pip writes them. */
export function formatVersion({ year, month, patch, candidate }: VersionParts): Version {
  const two = (number: number) => String(number).padStart(2, '0');
  const dot = candidate?.tag === 'dev' ? '.' : '';
  const suffix = candidate ? `${dot}${candidate.tag}${candidate.number}` : '';
  return `${two(year)}.${two(month)}.${patch}${suffix}` as Version;
}
