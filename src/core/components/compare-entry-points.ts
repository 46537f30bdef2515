import { z } from 'zod';
import { type HeldPackage, pipName, pluginsAmong } from './plugins-among.ts';

const lostPoint = z.object({
  member: z.string(),
  /** Where its program looks for it, and its name there. */
  group: z.string(),
  name: z.string(),
  /** What had it: `backend-ai-accelerator-mock 25.18.1`. */
  package: z.string(),
});
/** An entry point that a member's environment had and no longer has. */
export type LostPoint = z.infer<typeof lostPoint>;

const explainedPoint = lostPoint.extend({ reason: z.string(), source: z.string() });
export type ExplainedPoint = z.infer<typeof explainedPoint>;

const pointCount = z.object({ component: z.string(), before: z.number(), after: z.number() });

export const comparedPoints = z.object({
  /** Of all environments of a component together. */
  counts: z.array(pointCount),
  /** What nobody explains. */
  lost: z.array(lostPoint),
  explained: z.array(explainedPoint),
  /** Members whose environment before could not be read. */
  unread: z.array(z.string()),
});
export type ComparedPoints = z.infer<typeof comparedPoints>;

interface Environments {
  readonly member: string;
  readonly before: readonly HeldPackage[];
  readonly after: readonly HeldPackage[];
  /** Distributions of the releases whose programs ran from the environment before: several may share one. */
  readonly own: readonly string[];
  /** Those that the environment after must have. */
  readonly needed: readonly string[];
  /** Packages that the operator leaves behind. */
  readonly left: readonly string[];
  /** The release after. */
  readonly to: string;
}

/** A group without its version: `backendai_accelerator_v21` is followed by `_v22`. */
const pointKey = (group: string, name: string): string => `${group.replace(/_v\d+$/, '')} ${name}`;

const pointsOf = (packages: readonly HeldPackage[]): Set<string> =>
  new Set(packages.flatMap(({ entryPoints }) => entryPoints.map(({ group, name }) => pointKey(group, name))));

/** What a release itself drops, or its operator leaves. */
function reasonOf(held: HeldPackage, environments: Environments, isPlugin: boolean) {
  const { after, left, needed, to } = environments;
  if (left.map(pipName).includes(held.name))
    return { reason: `cluster.yaml leaves ${held.name}`, source: 'cluster.yaml' };
  if (isPlugin) return undefined;
  const now = after.find(({ name }) => name === held.name);
  if (now) return { reason: `${to} no longer has it`, source: `metadata of ${now.name} ${now.version}` };
  if (needed.map(pipName).includes(held.name)) return undefined;
  return { reason: `${to} no longer asks for ${held.name}`, source: `metadata of the packages of ${to}` };
}

/** Entry points that are gone: those of plugins must all be there, and those of the release unless it drops them. */
export function compareEntryPoints(environments: Environments): {
  readonly lost: LostPoint[];
  readonly explained: ExplainedPoint[];
} {
  const { member, before, after, own } = environments;
  const there = pointsOf(after);
  const plugins = new Set(pluginsAmong(before, own).map(({ name }) => name));
  const lost: LostPoint[] = [];
  const explained: ExplainedPoint[] = [];
  for (const held of before) {
    for (const { group, name } of held.entryPoints) {
      if (there.has(pointKey(group, name))) continue;
      const point = { member, group, name, package: `${held.name} ${held.version}` };
      const known = reasonOf(held, environments, plugins.has(held.name));
      if (known) explained.push({ ...point, ...known });
      else lost.push(point);
    }
  }
  return { lost, explained };
}
