import { dirname } from 'node:path';

/** A member, and where what is named by its unit lies, if it has one. */
interface Owner {
  readonly component: string;
  /** `EnvironmentName.at` */
  readonly path?: string | undefined;
}

/**
 * Where a member's environment for a release goes: beside the path by which its unit names the one that it has, else
 * beside that one.
 */
export function newEnvironment({ component, path }: Owner, current: string, version: string): string {
  return path === undefined ? `${dirname(current)}/${component}-${version}` : `${path}-${version}`;
}
