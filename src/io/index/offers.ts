import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { allPackageNames, type PackageName } from '../../core/catalog/release.ts';
import { formatVersion } from '../../core/versions/format-version.ts';
import { lineOf } from '../../core/versions/line-of.ts';
import type { Version } from '../../core/versions/version.ts';
import { versionParts } from '../../core/versions/version-parts.ts';
import { atMost } from '../../lib/at-most.ts';
import { folderWheels } from './folder-wheels.ts';
import type { OfferedFile } from './offered-file.ts';
import { packageIndex } from './package-index.ts';
import type { PackageSources } from './package-sources.ts';
import { type ReadPageOptions, readPage } from './read-page.ts';

/** The wheels of one release, by distribution. */
export type Offer = ReadonlyMap<PackageName, OfferedFile>;

/** The catalog begins here. */
const firstLine = '22.09';
/** Requests at a time: an index is shared. */
const limit = 6;

interface Named {
  readonly name: PackageName;
  readonly version: Version;
}

/** What a file name tells; undefined for other projects, and for what came before the catalog begins. */
function namedIn(filename: string): Named | undefined {
  const [project = '', text = ''] = filename.split('-');
  const name = allPackageNames.find(
    (each) => project.replace('.', '_') === `backend_ai_${each.replaceAll('-', '_')}`,
  );
  const parts = versionParts(text);
  if (!name || !parts) return undefined;
  const version = formatVersion(parts);
  return lineOf(version) < firstLine ? undefined : { name, version };
}

async function linked(
  link: string,
  network: PackageSources['network'],
  options: ReadPageOptions,
): Promise<readonly OfferedFile[]> {
  if (/^https?:/.test(link)) {
    const index = { ...packageIndex(link), ...(network ? { network } : {}) };
    return (await readPage(index, link.endsWith('/') ? `${index.url}/` : index.url, options)) ?? [];
  }
  const folder = link.startsWith('file:') ? fileURLToPath(link) : resolve(link);
  return await folderWheels(folder, (filename) => namedIn(filename) !== undefined);
}

/** Every wheel of Backend.AI that the sources offer, by release; of equal file names the first source's. */
export async function offers(
  { indexes, findLinks, network }: PackageSources,
  options: ReadPageOptions,
): Promise<ReadonlyMap<Version, Offer>> {
  const pages = indexes.flatMap((index) =>
    allPackageNames.map((name) => ({ index, url: `${index.url}/backend-ai-${name}/` })),
  );
  const files = [
    ...(await atMost(limit, pages, async ({ index, url }) => (await readPage(index, url, options)) ?? [])),
    ...(await atMost(1, findLinks, (link) => linked(link, network, options))),
  ].flat();
  const found = new Map<Version, Map<PackageName, OfferedFile>>();
  for (const file of files) {
    const named = namedIn(file.filename);
    if (!named) continue;
    const offer = found.get(named.version) ?? new Map<PackageName, OfferedFile>();
    if (!offer.has(named.name)) offer.set(named.name, file);
    found.set(named.version, offer);
  }
  return found;
}
