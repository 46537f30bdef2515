import type { Plugin, PluginSource } from '../cluster/plugin.ts';

/** A package in an environment, as its metadata tells. */
export interface HeldPackage {
  /** In pip's own spelling. */
  readonly name: string;
  readonly version: string;
  /** What it asks for: `aiohttp[speedups]~=3.9; extra == 'x'`. */
  readonly requires: readonly string[];
  readonly source: PluginSource;
  /** Those of groups of Backend.AI. */
  readonly entryPoints: Plugin['entryPoints'];
  /** Slots that its accelerators bring, as far as their source tells. */
  readonly slots?: Plugin['slots'] & {};
}

/** One spelling for all, as pip has it: `backend.ai_manager` is `backend-ai-manager`. */
export const pipName = (name: string): string => name.toLowerCase().replaceAll(/[-_.]+/g, '-');

/** What an environment is made with, and what baiup puts in beside a release. */
const tools = ['pip', 'setuptools', 'wheel', 'uv', 'distribute', 'pkg-resources', 'virtualenv', 'sniffio'];

/** A package, and the extras of it that somebody asks for. */
interface Wanted {
  readonly name: string;
  readonly extras: readonly string[];
}

/**
 * What a package asks for with some of its extras. Markers of systems and Pythons count as true: what does not fit is
 * not installed anyway.
 */
function* wantedBy({ requires }: HeldPackage, extras: ReadonlySet<string>): Generator<Wanted> {
  for (const requirement of requires) {
    const [what = '', marker = ''] = requirement.split(';', 2);
    const needs = [...marker.matchAll(/extra\s*==\s*['"]([^'"]+)['"]/g)].map(([, extra = '']) =>
      pipName(extra),
    );
    if (needs.length > 0 && !needs.some((each) => extras.has(each))) continue;
    const [, name, own = ''] = /^\s*([\w.-]+)\s*(?:\[([^\]]*)\])?/.exec(what) ?? [];
    if (name === undefined) continue;
    const named = own.split(',').map((each) => pipName(each.trim()));
    yield { name: pipName(name), extras: named.filter((each) => each !== '') };
  }
}

/** Names of all that some packages lead to, themselves included. */
function reach(held: ReadonlyMap<string, HeldPackage>, from: readonly string[]): Set<string> {
  const seen = new Map<string, Set<string>>();
  const open: Wanted[] = from.map((name) => ({ name: pipName(name), extras: [] }));
  for (let next = open.pop(); next; next = open.pop()) {
    const before = seen.get(next.name);
    const known = before ?? new Set<string>();
    const isNew = before === undefined || next.extras.some((each) => !known.has(each));
    if (!isNew) continue;
    for (const each of next.extras) known.add(each);
    seen.set(next.name, known);
    const found = held.get(next.name);
    if (found) open.push(...wantedBy(found, known));
  }
  return new Set(seen.keys());
}

/**
 * The packages that an environment holds beside its release's own: all that its release's distributions do not lead to.
 * @param own names of the distributions that belong to the release
 */
export function pluginsAmong(packages: readonly HeldPackage[], own: readonly string[]): Plugin[] {
  const held = new Map(packages.map((each) => [each.name, each]));
  const known = reach(held, [...own, ...tools]);
  const beside = packages.filter(({ name }) => !known.has(name));
  const led = new Map(beside.map(({ name }) => [name, reach(held, [name])]));
  const isAskedFor = ({ name, source, entryPoints }: HeldPackage): boolean =>
    source.from === 'index' &&
    entryPoints.length === 0 &&
    // Of packages that ask for each other, the first by name stands for itself.
    beside.some(
      (other) =>
        other.name !== name &&
        led.get(other.name)?.has(name) === true &&
        (led.get(name)?.has(other.name) !== true || other.name < name),
    );
  return beside
    .map((each) => {
      const { name, version, source, entryPoints, slots } = each;
      const brings = slots ? { slots } : {};
      return { name, version, source, entryPoints, ...brings, isAskedFor: isAskedFor(each) };
    })
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}
