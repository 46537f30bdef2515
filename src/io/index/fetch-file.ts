import { copyFile, mkdir, writeFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { withDraft } from '../../lib/with-draft.ts';
import type { PackageIndex } from './package-index.ts';
import { type PackageSources, packageSources } from './package-sources.ts';
import type { Ask } from './pip-listing.ts';
import { request } from './request.ts';

/** Milliseconds for one file of an index: wheels have up to hundreds of megabytes. */
const timeoutMs = 600_000;

/** The index that an address belongs to, for its credentials; one without them elsewhere. */
function indexFor({ indexes, network }: PackageSources, { origin }: URL): PackageIndex {
  const own = indexes.find(({ url }) => new URL(url).origin === origin);
  return own ?? { url: origin, ...(network ? { network } : {}) };
}

/**
 * Brings files of the operator's package index, and of its folders of wheels, to this machine, whole or not at all.
 * @throws from the function that it gives: BaiupError `index.*`
 */
export function fileFetcher(ask: Ask) {
  let sources: Promise<PackageSources> | undefined;
  const bytesOf = async (address: string, signal: AbortSignal | undefined): Promise<Buffer> => {
    sources ??= packageSources(ask);
    const index = indexFor(await sources, new URL(address));
    return (await request(index, address, { signal, timeoutMs })).body;
  };
  return async (address: string, to: string, signal?: AbortSignal): Promise<void> => {
    await mkdir(dirname(to), { recursive: true, mode: 0o700 });
    await withDraft(to, async (draft) => {
      if (/^https?:/.test(address)) await writeFile(draft, await bytesOf(address, signal), { mode: 0o600 });
      else await copyFile(address.startsWith('file:') ? fileURLToPath(address) : resolve(address), draft);
    });
  };
}
