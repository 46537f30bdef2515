import { z } from 'zod';
import { memberNamed } from '../../core/cluster/member-named.ts';
import { defaultLimits } from '../../core/plan/limits.ts';
import { atMost } from '../../lib/at-most.ts';
import type { StepContext } from './context.ts';
import { environmentKey } from './environment-key.ts';
import { notedEnvironment, noteEnvironment } from './noted-environments.ts';
import { nothingToUndo, type Step } from './step.ts';

const params = z.strictObject({
  hop: z.int().positive(),
  members: z.array(z.strictObject({ member: z.string(), from: z.string() })).min(1),
});
type Params = z.infer<typeof params>;

/** The environments of all members, each once. */
function environments({ members }: Params, { inventory }: Pick<StepContext, 'inventory'>) {
  const all = members.map(({ member, from }) => ({
    host: memberNamed(inventory, member).host,
    folder: from,
  }));
  return [...new Map(all.map((each) => [environmentKey(each), each])).entries()];
}

/**
 * What the environments hold while the old programs serve: `environment.prove` compares with that, and starts none of
 * their Pythons again. One that cannot be read is asked once more then.
 */
export const environmentNote: Step<Params> = {
  kind: 'environment.note',
  params,
  title: () => 'Note which packages and entry points the environments have',
  estimate: 0.5,
  probe: async (given, context) => {
    const noted = environments(given, context).map(([key]) => notedEnvironment(context, given.hop, key));
    return (await Promise.all(noted)).includes(undefined) ? 'todo' : 'done';
  },
  apply: async (given, context) => {
    const note = async ([key, { host, folder }]: ReturnType<
      typeof environments
    >[number]): Promise<boolean> => {
      const held = await context.heldIn(host, folder);
      if (held) await noteEnvironment(context, given.hop, key, held);
      return held !== undefined;
    };
    const read = await atMost(defaultLimits.inAll, environments(given, context), note);
    return { noted: read.filter(Boolean).length, unread: read.filter((each) => !each).length };
  },
  verify: async () => undefined,
  undo: nothingToUndo,
};
