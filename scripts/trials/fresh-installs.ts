import type { Catalog } from '../../src/core/catalog/catalog.ts';
import type { Release } from '../../src/core/catalog/release.ts';
import { isCandidate } from '../../src/core/versions/is-candidate.ts';
import { atMost } from '../../src/lib/at-most.ts';
import { messageOf } from '../../src/lib/errors.ts';
import { hasEnvironment } from './environment.ts';
import { knownFreshSchema } from './fresh-schema.ts';
import type { Lab } from './lab.ts';
import { packageContents } from './package-contents.ts';
import { releasesOf } from './trial.ts';

/** One release of each set whose models are the same files, where nobody has seen what they make. */
export async function unseenInstalls(catalog: Catalog): Promise<Release[]> {
  const finals = catalog.releases.filter(
    ({ version, schema }) => !isCandidate(version) && schema.heads.length > 0,
  );
  const contents = await packageContents(finals);
  const alike = Map.groupBy(finals, ({ version }) => contents[version]?.models ?? version);
  const unseen: Release[] = [];
  for (const releases of alike.values()) {
    const known = await Promise.all(releases.map(knownFreshSchema));
    const one = releases.findLast(hasEnvironment) ?? releases.at(-1);
    if (one && known.every((each) => each === undefined)) unseen.push(one);
  }
  // The newest first: the oldest take longest to build, and stand for the fewest clusters.
  return unseen.reverse();
}

/** Makes a fresh install of each, and keeps what it makes. */
export async function seeInstalls(
  lab: Lab,
  unseen: readonly Release[],
  tell: (line: string) => void,
  signal: AbortSignal,
): Promise<void> {
  let done = 0;
  await atMost(2, unseen, async (release) => {
    const releases = releasesOf(lab, signal);
    const said = await releases(release).then(
      ({ fresh }) => lab.drop(fresh).then(() => 'seen'),
      (error: unknown) => messageOf(error),
    );
    done += 1;
    tell(`[${done}/${unseen.length}] fresh install of ${release.version}: ${said}`);
  });
}
