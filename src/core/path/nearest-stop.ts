import { compareVersions } from '../versions/compare-versions.ts';
import type { Version } from '../versions/version.ts';
import { chainText } from './chain-text.ts';
import type { Hop } from './path.ts';
import type { Rulebook } from './rulebook.ts';
import { search } from './search.ts';

/** What an operator types to ask the same of another target, by the same policy and date. */
function askedAgain({ policy, asOf, command }: Rulebook, from: Version, to: Version): string {
  const flags = [policy === 'schema' ? ' --policy schema' : '', asOf === undefined ? '' : ` --as-of ${asOf}`];
  const ends = command === 'plan' ? to : `${from} ${to}`;
  return `baiup ${command} ${ends}${flags.join('')}`;
}

/** The hops to the release nearest to a target that can be reached: the last below it, else the first line's above. */
function nearestHops(book: Rulebook, from: Version, to: Version): readonly Hop[] | undefined {
  const versions = book.stops.map(({ version }) => version);
  const below = versions.findLast((each) => compareVersions(from, each) < 0 && compareVersions(each, to) < 0);
  const reached = below && search(book, from, below).hops;
  return reached ?? hopsBeyond(book, from, to);
}

/** The hops to the latest release of the first line beyond a target that can be reached at all. */
export function hopsBeyond(book: Rulebook, from: Version, to: Version): readonly Hop[] | undefined {
  for (const { version } of book.exits.values()) {
    if (compareVersions(version, to) <= 0 || compareVersions(version, from) <= 0) continue;
    const { hops } = search(book, from, version);
    if (hops) return hops;
  }
  return undefined;
}

/** The next command for who cannot halt at a target: the way to the release nearest to it that can be reached. */
export function nearestStop(book: Rulebook, from: Version, to: Version): string | undefined {
  const hops = nearestHops(book, from, to);
  const end = hops?.at(-1)?.to;
  return hops && end && `${askedAgain(book, from, end)} (${chainText(hops)})`;
}
