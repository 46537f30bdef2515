import type { Release } from '../../src/core/catalog/release.ts';
import type { Trial, TrialEnd } from '../../src/core/path/trial.ts';
import { lostHistory, routeFromLost } from '../../src/core/schema/lost-history.ts';
import { type Route, routeBetween } from '../../src/core/schema/route.ts';
import { type DatabaseAddress, withDatabase } from '../../src/io/database/database.ts';
import type { BadRows } from './bad-rows.ts';
import { byPage } from './by-page.ts';
import { byRoute } from './by-route.ts';
import type { CopyLocation } from './configuration.ts';
import type { Lab } from './lab.ts';
import { putRegistries } from './registries.ts';
import { filledDatabase, plain, type ReadyRelease, readyRelease } from './release.ts';

/** Releases that are ready, each made once. */
export type Releases = (release: Release) => Promise<ReadyRelease>;

export function releasesOf(lab: Lab, signal: AbortSignal): Releases {
  const ready = new Map<string, Promise<ReadyRelease>>();
  return (release) => {
    const made = ready.get(release.version) ?? readyRelease(lab, release, signal);
    ready.set(release.version, made);
    return made;
  };
}

export interface TrialInput {
  readonly lab: Lab;
  readonly releases: Releases;
  readonly from: Release;
  readonly to: Release;
  /** Put into the database before it is copied. */
  readonly bad?: BadRows | undefined;
  readonly signal: AbortSignal;
}

/** Tries one hop both ways, each on its own copy of one database, in its own namespace of etcd. */
export async function tryHop({ lab, releases, from, to, bad, signal }: TrialInput): Promise<Trial> {
  const [source, target] = await Promise.all([releases(from), releases(to)]);
  const lost = lostHistory(from.version);
  const route = lost ? routeFromLost(lost, to, [lost.made]) : routeBetween(from, to);
  const suffix = bad ? `_${bad.code.replace(/\W/g, '-')}` : '';
  const { name, tables, rows, empty } = await filledDatabase(lab, source, `to_${plain(to)}${suffix}`);
  if (bad) await spoil(lab.address(name), bad);
  const copy = async (way: string): Promise<CopyLocation> => {
    const location = await lab.copyLocation(`${way}_${plain(from)}_${plain(to)}${suffix}`, name);
    if (!source.schema.tables['container_registries']) await putRegistries(lab.configStore(location));
    return location;
  };
  const [ofPage, ofRoute] = [await copy('page'), await copy('route')];
  const [page, baiup] = await Promise.all([
    byPage(ofPage, source, target, signal),
    isRefused(route)
      ? refused(route, source)
      : byRoute(ofRoute, source, target, { route, store: lab.configStore(ofRoute) }, signal),
  ]);
  for (const location of [ofPage, ofRoute]) await lab.drop(location.address.name);
  await lab.drop(name);
  return {
    from: from.version,
    to: to.version,
    day: new Date().toISOString().slice(0, 10),
    route: { kind: route.kind, run: route.run.length, fill: route.fill.length },
    rows: { tables, rows, empty: empty.map(({ table, why }) => `${table}: ${why}`) },
    ...(bad ? { spoiled: bad.code } : {}),
    page,
    baiup,
  };
}

async function spoil(address: DatabaseAddress, { sql }: BadRows): Promise<void> {
  await withDatabase(address, async (database) => {
    for (const statement of sql) await database.query(statement);
  });
}

/** What baiup has no migration for: it never goes back, and never begins where no way leads. */
const isRefused = ({ kind }: Route): boolean => kind === 'blocked' || kind === 'rejoin';

function refused({ why }: Route, { release }: ReadyRelease): TrialEnd {
  return { outcome: 'refused', why, versions: release.schema.heads, seconds: 0 };
}
