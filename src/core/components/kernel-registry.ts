import type { Version } from '../versions/version.ts';
import { parseRange } from '../versions/version-range.ts';

/** What the name of an agent's file of kernels is made of. */
export type RegistryName =
  /** A hash of the path of its own source: another environment, another name. */
  | 'environment'
  /** The agent's id. */
  | 'agent'
  /** By the environment, unless only the one by the agent's id is there or that one is newer. */
  | 'either';

/** How an agent knows its kernels again after a restart: by a file. */
export interface KernelRegistry {
  /** The key of its configuration that names the file's folder. */
  readonly location: string;
  /** The file's name, `*` for what depends on the release. */
  readonly file: string;
  /** By release, every release in exactly one. */
  readonly named: readonly { readonly releases: string; readonly by: RegistryName }[];
  /** The releases that need no such file: they find their kernels by their containers. */
  readonly rebuilds: string;
}

/** @throws Error for a release that the component does not speak of */
export function registryNameAt({ named }: KernelRegistry, version: Version): RegistryName {
  const found = named.find(({ releases }) => parseRange(releases).has(version));
  if (!found) throw new Error(`nothing says how ${version} names its file of kernels`);
  return found.by;
}

export const rebuildsRegistry = ({ rebuilds }: KernelRegistry, version: Version): boolean =>
  parseRange(rebuilds).has(version);
