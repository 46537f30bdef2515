import { type PackageName, packageNames, type Release, type Wheel } from '../../core/catalog/release.ts';
import { compareVersions } from '../../core/versions/compare-versions.ts';
import { formatVersion } from '../../core/versions/format-version.ts';
import { lineOf } from '../../core/versions/line-of.ts';
import type { Line, Version } from '../../core/versions/version.ts';
import { versionParts } from '../../core/versions/version-parts.ts';
import { atMost } from './at-most.ts';
import type { PackageIndex } from './index-address.ts';
import { type IndexFile, projectPage } from './project-page.ts';
import { remoteWheel } from './remote-wheel.ts';
import type { RequestOptions } from './request.ts';
import { wheelSchema } from './wheel-schema.ts';

type WheelsByVersion = ReadonlyMap<Version, IndexFile>;

/** Requests at a time: an index is shared. */
const limit = 4;

function byVersion(files: readonly IndexFile[]): WheelsByVersion {
  return new Map(
    files.flatMap((file) => {
      const parts = versionParts(file.filename.split('-')[1] ?? '');
      return parts ? [[formatVersion(parts), file] as const] : [];
    }),
  );
}

/** "3.12" of ">=3.12,<3.13": the Python that a release is made for. */
function pythonOf({ filename, 'requires-python': range }: IndexFile): string {
  const found = />=\s*(\d+\.\d+)/.exec(range ?? '')?.[1];
  if (found) return found;
  throw new Error(`${filename} names no Python that it needs at least`);
}

function withdrawnReason(files: readonly IndexFile[]): string | undefined {
  const yanked = files.map((file) => file.yanked).filter((reason) => reason !== false);
  return (
    yanked.find((reason): reason is string => typeof reason === 'string') ?? (yanked[0] && 'no reason given')
  );
}

/** Every release of these lines that the index has a manager wheel of, oldest first. */
export async function lineReleases(
  index: PackageIndex,
  lines: readonly Line[],
  options: Pick<RequestOptions, 'signal'> = {},
): Promise<readonly Release[]> {
  const pages = await atMost(limit, packageNames, (name) =>
    projectPage(index, `backend-ai-${name}`, options),
  );
  const wheels = new Map(packageNames.map((name, position) => [name, byVersion(pages[position] ?? [])]));
  const managers = [...(wheels.get('manager') ?? [])]
    .filter(([version]) => lines.includes(lineOf(version)))
    .sort(([a], [b]) => compareVersions(a, b));
  return await atMost(limit, managers, async ([version, manager]): Promise<Release> => {
    const found = [...wheels].flatMap(([name, versions]) => {
      const file = versions.get(version);
      return file ? [[name, file] as const] : [];
    });
    const withdrawn = withdrawnReason(found.map(([, file]) => file));
    return {
      version,
      published: `${manager['upload-time'].slice(0, 19)}Z`,
      ...(withdrawn === undefined ? {} : { withdrawn }),
      python: pythonOf(manager),
      packages: packagesOf(found),
      ...(await wheelSchema(remoteWheel(index, manager, options))),
    };
  });
}

function packagesOf(
  found: readonly (readonly [PackageName, IndexFile])[],
): Partial<Record<PackageName, Wheel>> {
  return Object.fromEntries(
    found.map(([name, { filename, hashes, size }]) => [
      name,
      { wheel: filename, sha256: hashes.sha256, size },
    ]),
  );
}
