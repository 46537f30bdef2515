import { pipVersion } from '../versions/pip-version.ts';
import type { Version } from '../versions/version.ts';
import type { PackageName } from './release.ts';

/** The file name that wheels of this distribution have today; old ones are spelled `backend.ai_`. */
export function usualWheel(name: PackageName, version: Version): string {
  return `backend_ai_${name.replaceAll('-', '_')}-${pipVersion(version)}-py3-none-any.whl`;
}
