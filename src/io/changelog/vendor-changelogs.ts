import type { Version } from '../../core/versions/version.ts';
import { versionParts } from '../../core/versions/version-parts.ts';
import { BaiupError } from '../../lib/errors.ts';
import type { Network } from '../index/network.ts';
import { fetchChangelog } from './fetch-changelog.ts';

/** The vendor's own repository: the file of a branch or tag. */
const repository = 'https://raw.githubusercontent.com/lablup/backend.ai';

/** How the vendor tags a release: with a two-digit month until 24, without from 25 on. */
function tagOf(version: Version): string {
  const year = versionParts(version)?.year ?? 0;
  return year < 25 ? version : version.replace(/^(\d\d)\.0/, '$1.');
}

/**
 * The changelogs of the main branch and of these releases' tags, since the main one leaves out patches of branches.
 * A tag that is not there is passed over.
 * @throws BaiupError `changelog.unreachable` with a hint at --source
 */
export async function vendorChangelogs(
  versions: readonly Version[],
  network: Network,
  signal?: AbortSignal,
): Promise<readonly string[]> {
  const branches = ['main', ...versions.map(tagOf)];
  const texts = await Promise.all(
    branches.map((branch) => fetchChangelog(`${repository}/${branch}/CHANGELOG.md`, network, signal)),
  );
  const found = texts.filter((text) => text !== undefined);
  if (found.length > 0) return found;
  throw new BaiupError(
    'changelog.unreachable',
    "the vendor's repository holds no changelog where it used to be",
    {
      hint: 'give the file yourself: --source CHANGELOG.md',
    },
  );
}
