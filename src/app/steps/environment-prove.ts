import { z } from 'zod';
import type { ComponentName } from '../../core/cluster/inventory.ts';
import { memberNamed } from '../../core/cluster/member-named.ts';
import {
  type ComparedPoints,
  compareEntryPoints,
  type LostPoint,
} from '../../core/components/compare-entry-points.ts';
import { componentNamed } from '../../core/components/index.ts';
import type { HeldPackage } from '../../core/components/plugins-among.ts';
import { defaultLimits } from '../../core/plan/limits.ts';
import { atMost } from '../../lib/at-most.ts';
import { BaiupError } from '../../lib/errors.ts';
import { firstFew } from '../../lib/first-few.ts';
import type { StepContext } from './context.ts';
import { environmentKey } from './environment-key.ts';
import { notedEnvironment } from './noted-environments.ts';
import { planAgain } from './plan-again.ts';
import { nothingToUndo, type Step } from './step.ts';

const params = z.strictObject({
  hop: z.int().positive(),
  version: z.string(),
  members: z
    .array(
      z.strictObject({
        member: z.string(),
        /** The environment before. */
        from: z.string(),
        /** Packages that cluster.yaml leaves behind. */
        left: z.array(z.string()).optional(),
      }),
    )
    .min(1),
  /** The operator accepts what is gone. */
  accepted: z.literal(true).optional(),
});
type Params = z.infer<typeof params>;

/** Of the error, and what an operator accepts. */
export const lostPointCode = 'prove.entry-points';

const shown = 5;

/** Each environment is read once, whoever shares it; one of before the stop is known by what was noted then. */
function reader({ hop }: Params, context: StepContext) {
  const { heldIn } = context;
  const read = new Map<string, Promise<readonly HeldPackage[] | undefined>>();
  return (host: string, folder: string, isBefore = false) => {
    const key = environmentKey({ host, folder });
    const ask = async () => {
      const noted = isBefore ? await notedEnvironment(context, hop, key) : undefined;
      // A host that is busy may be too late once.
      return noted ?? (await heldIn(host, folder)) ?? heldIn(host, folder);
    };
    const known = read.get(key) ?? ask();
    read.set(key, known);
    return known;
  };
}

const distributionsOf = (component: ComponentName): readonly string[] =>
  componentNamed(component).distributions;

/** Distributions of all members that shared an environment, by its key. */
function ownByEnvironment({ members }: Params, { inventory }: StepContext) {
  const own = new Map<string, string[]>();
  for (const { member, from } of members) {
    const { host, component } = memberNamed(inventory, member);
    const key = environmentKey({ host, folder: from });
    own.set(key, [...(own.get(key) ?? []), ...distributionsOf(component)]);
  }
  return own;
}

const countOf = (packages: readonly HeldPackage[]): number =>
  packages.reduce((sum, { entryPoints }) => sum + entryPoints.length, 0);

const sumOf = (all: readonly ComparedPoints['counts'][number][]) =>
  [...Map.groupBy(all, ({ component }) => component)].map(([component, counts]) => ({
    component,
    before: counts.reduce((sum, { before }) => sum + before, 0),
    after: counts.reduce((sum, { after }) => sum + after, 0),
  }));

async function compareAll(given: Params, context: StepContext): Promise<ComparedPoints> {
  const held = reader(given, context);
  const own = ownByEnvironment(given, context);
  const compare = async ({ member, from, left = [] }: Params['members'][number]): Promise<ComparedPoints> => {
    const { host, component } = memberNamed(context.inventory, member);
    const { environment } = await context.service(member).state();
    const [before, after] = await Promise.all([held(host, from, true), held(host, environment)]);
    if (!after) {
      throw new BaiupError(
        lostPointCode,
        `what ${environment} of ${member} on ${host} holds cannot be read: its Python does not run`,
      );
    }
    if (!before) return { counts: [], lost: [], explained: [], unread: [member] };
    const found = compareEntryPoints({
      member,
      before,
      after,
      own: own.get(environmentKey({ host, folder: from })) ?? [],
      needed: distributionsOf(component),
      left,
      to: given.version,
    });
    return { counts: [{ component, before: countOf(before), after: countOf(after) }], ...found, unread: [] };
  };
  const all = await atMost(defaultLimits.inAll, given.members, compare);
  return {
    counts: sumOf(all.flatMap(({ counts }) => counts)),
    lost: all.flatMap(({ lost }) => lost),
    explained: all.flatMap(({ explained }) => explained),
    unread: all.flatMap(({ unread }) => unread),
  };
}

/** @throws BaiupError `prove.entry-points` */
function refuseLost(lost: readonly LostPoint[]): void {
  if (lost.length === 0) return;
  const told = lost.map(
    ({ member, group, name, package: of }) => `${member} has lost ${name} (${group}), which ${of} had`,
  );
  throw new BaiupError(
    lostPointCode,
    `environments lack entry points that they had at the stop: ${firstFew(told, shown)}`,
    {
      hint: `write a version, a folder of wheels, or leave under "plugins" of the member in cluster.yaml; where it is right so, ${planAgain(lostPointCode)}`,
    },
  );
}

/** The environment that each member runs from has the entry points of the one before, but for what its release drops. */
export const environmentProve: Step<Params> = {
  kind: 'environment.prove',
  params,
  title: ({ version }) => `The environments of ${version} have the entry points that they had before`,
  estimate: 0.5,
  probe: async () => 'todo',
  apply: async (all, context) => {
    const left = context.postponed?.() ?? new Set();
    const given = { ...all, members: all.members.filter(({ member }) => !left.has(member)) };
    const compared = await compareAll(given, context);
    if (!given.accepted) refuseLost(compared.lost);
    return compared;
  },
  verify: async () => undefined,
  undo: nothingToUndo,
};
