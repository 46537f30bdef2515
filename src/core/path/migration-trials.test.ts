import { describe, expect, it } from 'vitest';
import { loadCatalog } from '../catalog/load-catalog.ts';
import { routeBetween } from '../schema/route.ts';
import { parseVersion } from '../versions/parse-version.ts';
import { judgePath } from './judge-path.ts';
import { migrationTrial, recordedMigrations } from './migration-trials.ts';

const catalog = loadCatalog();
const release = (version = '') => {
  const found = catalog.find(parseVersion(version));
  if (!found) throw new Error(`no release ${version}`);
  return found;
};
const idsOf = (version: string): string =>
  release(version)
    .schema.revisions.map(({ id }) => id)
    .sort()
    .join();
/** It was published without its migrations: its databases stand where 25.19.2 left them. */
const lost = '26.01.0';

describe('migrations that were tried', () => {
  const { sources, targets, ran, failed } = recordedMigrations();
  const tried = ran.flatMap((row, source) =>
    row.flatMap((count, target) => (count > 0 ? [{ source, target, count }] : [])),
  );

  it('are those of releases with the same revisions', () => {
    for (const group of [...sources, ...targets]) {
      const known = group.filter((version) => version !== lost).map(idsOf);
      expect(new Set(known).size).toBeLessThan(2);
    }
  });

  it('ran what their hops run now', () => {
    expect(tried.length).toBeGreaterThan(150);
    const apart = tried.filter(({ source, target, count }) => {
      const from = sources[source]?.find((version) => version !== lost);
      return routeBetween(release(from), release(targets[target]?.[0])).run.length !== count;
    });
    expect(apart).toEqual([]);
  });

  it('count for each hop between their releases, as long as it runs the same', () => {
    const pairs = tried.flatMap(({ source, target }) =>
      (sources[source] ?? []).flatMap((from) => (targets[target] ?? []).map((to) => [from, to] as const)),
    );
    const step = Math.ceil(pairs.length / 50);
    for (const [from, to] of pairs.filter((_, at) => at % step === 0)) {
      const [hop] = judgePath(catalog, [parseVersion(from), parseVersion(to)], { policy: 'schema' }).hops;
      if (!hop) throw new Error(`no hop ${from} → ${to}`);
      expect(migrationTrial(hop)).toBeDefined();
      expect(hop.findings.map(({ code }) => code)).not.toContain('no-trial');
      expect(migrationTrial({ ...hop, route: { ...hop.route, run: [] } })).toBeUndefined();
    }
  });

  it('refuse each hop between their releases, or ask the database, where they did not go through', () => {
    const pairs = failed.flatMap(({ source, target }) =>
      (sources[source] ?? []).flatMap((from) => (targets[target] ?? []).map((to) => `${from} ${to}`)),
    );
    const silent = [...new Set(pairs)].filter((pair) => {
      const [from = '', to = ''] = pair.split(' ');
      const { hops } = judgePath(catalog, [parseVersion(from), parseVersion(to)], { policy: 'schema' });
      return !hops.some(({ findings }) =>
        findings.some(({ severity, code }) => severity === 'blocker' || code === 'asked-of-database'),
      );
    });
    expect(pairs.length).toBeGreaterThan(300);
    expect(silent).toEqual([]);
  });
});
