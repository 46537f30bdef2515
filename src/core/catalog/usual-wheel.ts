import type { PackageName } from './release.ts';

/** The file name that wheels of this distribution have today, `pip` being the version; old ones are spelled `backend.ai_`. */
export function usualWheel(name: PackageName, pip: string): string {
  return `backend_ai_${name.replaceAll('-', '_')}-${pip}-py3-none-any.whl`;
}
