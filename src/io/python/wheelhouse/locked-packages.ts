import { parse } from 'smol-toml';
import { z } from 'zod';

const file = z.object({
  url: z.string().optional(),
  path: z.string().optional(),
  hashes: z.object({ sha256: z.string().optional() }).optional(),
});
const lock = z.object({
  packages: z
    .array(
      z.object({
        name: z.string(),
        version: z.string().optional(),
        wheels: z.array(file).optional(),
        sdist: file.optional(),
        archive: file.optional(),
      }),
    )
    .default([]),
});

/** A package that uv has chosen, and the file that it is to be had from. */
export interface LockedPackage {
  readonly name: string;
  readonly version: string;
  /** An address, or an absolute path. */
  readonly from: string;
  /** Hex, where the index tells it. */
  readonly sha256: string | undefined;
  readonly isWheel: boolean;
}

const fileName = (from: string): string =>
  decodeURIComponent(new URL(from, 'file:///').pathname.split('/').at(-1) ?? '');

/** The name that a package's file has. */
export const fileOf = ({ from }: Pick<LockedPackage, 'from'>): string => fileName(from);

/**
 * What uv prints as `pylock.toml`: for one platform it names the wheel that fits best, and none where only source does.
 * @throws Error for a package that is no file of an index
 */
export function lockedPackages(text: string): readonly LockedPackage[] {
  return lock.parse(parse(text)).packages.map(({ name, version, wheels = [], sdist, archive }) => {
    const found = wheels[0] ?? archive ?? sdist;
    const from = found?.url ?? found?.path;
    if (found === undefined || from === undefined || version === undefined)
      throw new Error(`${name} is in no file of the package index: it comes from a folder or a repository`);
    return { name, version, from, sha256: found.hashes?.sha256, isWheel: fileName(from).endsWith('.whl') };
  });
}
