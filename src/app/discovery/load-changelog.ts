import { mergeChangelogs } from '../../core/catalog/changelog/merge-changelogs.ts';
import { type ChangelogRelease, parseChangelog } from '../../core/catalog/changelog/parse-changelog.ts';
import type { Version } from '../../core/versions/version.ts';
import { readChangelogs } from '../../io/changelog/read-changelogs.ts';
import { vendorChangelogs } from '../../io/changelog/vendor-changelogs.ts';
import { thisMachine } from '../../io/hosts/this-machine.ts';
import { operatorNetwork } from '../../io/index/package-sources.ts';
import { BaiupError } from '../../lib/errors.ts';

/**
 * The merged changelog.
 * @throws BaiupError `changelog.source-missing` (exit 64), `changelog.unreachable`, `changelog.empty`
 */
export async function loadChangelog(
  source: string | undefined,
  versions: readonly Version[],
  signal?: AbortSignal,
): Promise<readonly ChangelogRelease[]> {
  const host = thisMachine;
  const network = () => operatorNetwork((command) => host.ask(command));
  const texts = await (source === undefined
    ? vendorChangelogs(versions, await network(), signal)
    : readChangelogs(source, network, signal));
  const merged = mergeChangelogs(texts.map(parseChangelog));
  if (merged.length > 0) return merged;
  throw new BaiupError('changelog.empty', `${source ?? "the vendor's changelog"} describes no release`, {
    hint: 'a changelog has titles like “## 24.09.1 (2024-11-25)”; name another with --source',
  });
}
