import type { Catalog } from '../../core/catalog/catalog.ts';
import { fromMixed, type MixedMember } from '../../core/path/from-mixed.ts';
import type { Path, PathOptions } from '../../core/path/path.ts';
import { parseVersion } from '../../core/versions/parse-version.ts';
import type { Version } from '../../core/versions/version.ts';
import { usageError } from '../../lib/errors.ts';

function member(text: string): MixedMember {
  const [, id, version] = /^([^=\s]+)=(\S+)$/.exec(text.trim()) ?? [];
  if (id !== undefined && version !== undefined) return { id, version: parseVersion(version) };
  const hint = 'write each component with its version: --from-mixed m1=24.03.11,a1=24.03.10';
  throw usageError('path.mixed-malformed', `"${text}" is no component with its version`, hint);
}

/**
 * The way of a cluster whose components have several versions: `m1=24.03.11,a1=24.03.10`.
 * @throws BaiupError `path.mixed-malformed`, `version.malformed` (exit 64)
 */
export function mixedPath(catalog: Catalog, text: string, to: Version, options: PathOptions): Path {
  const [first = '', ...rest] = text.split(',');
  return fromMixed(catalog, [member(first), ...rest.map(member)], to, options).path;
}
