import type { Cells, Census, Counted } from './census.ts';
import { hashed } from './hashed.ts';

/** A key of etcd within the cluster's namespace. */
export interface HeldKey {
  readonly key: string;
  readonly value: string;
}

/**
 * The first segments of Backend.AI's keys: what it keeps there, or what its programs write about themselves while they
 * run, which is not counted: so is the announcement, which runs change themselves. Any other key is the site's. Source: etcd's keys as the manager of 22.09 to 26.09 uses them.
 */
const prefixes: ReadonlyMap<string, 'kept' | 'running'> = new Map([
  ['config', 'kept'],
  ['volumes', 'kept'],
  ['images', 'kept'],
  ['sgroup', 'kept'],
  ['nodes', 'running'],
  ['manager', 'running'],
  ['events', 'running'],
  ['lock', 'running'],
  ['locks', 'running'],
  ['sessions', 'running'],
]);
const useOf = (key: string) => (key.includes('/') ? prefixes.get(key.slice(0, key.indexOf('/'))) : undefined);
const registries = /^config\/docker\/registry\//;

/** Keys are counted by their first two segments. */
const groupOf = (key: string): string =>
  registries.test(key) ? 'config/docker/registry' : key.split('/').slice(0, 2).join('/');

/** Whether a key is no key of Backend.AI's. */
export const isKeyOfSite = (key: string): boolean => useOf(key) === undefined;

export const isOfEtcd = (among: string): boolean => among.startsWith('etcd ');

/**
 * Adds etcd's keys, each with a hash of its value, to what a cluster holds.
 * @param moved prefixes of keys that the hop itself moves elsewhere
 */
export function withKeys(census: Census, keys: readonly HeldKey[], moved: readonly string[]): Census {
  const groups = new Map<string, Record<string, Cells>>();
  for (const { key, value } of keys) {
    if (useOf(key) === 'running' || moved.some((prefix) => key.startsWith(prefix))) continue;
    const among = `etcd ${groupOf(key)}`;
    const group = groups.get(among) ?? {};
    group[key] = { value: hashed(value) };
    groups.set(among, group);
  }
  const counted = [...groups].map(([among, rows]): [string, Counted] => [
    among,
    { count: Object.keys(rows).length, rows },
  ]);
  return { ...census, kinds: { ...census.kinds, ...Object.fromEntries(counted) } };
}
