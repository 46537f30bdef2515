import { z } from 'zod';
import { BaiupError } from '../../lib/errors.ts';
import { keptFiles } from './kept-files.ts';
import { clusterData, type Step } from './step.ts';

const params = z.strictObject({
  hop: z.int().positive(),
  /** The rule that asks for it. */
  rule: z.string(),
  /** Prefixes within the namespace, and where each key below them goes. */
  moves: z.array(z.strictObject({ move: z.string(), to: z.array(z.string()).min(1) })).min(1),
});

/**
 * Moves keys of the configuration store to where the new release reads them. It moves every key that is there at that
 * moment; a key that exists under its new name already stays as it is. It runs after the migration, because redoing a
 * migration restores etcd first. The values are in no plan.
 */
export const configstoreEdit: Step<z.infer<typeof params>> = {
  kind: 'configstore.edit',
  params,
  title: ({ moves }) => `Move ${moves.map(({ move }) => move.replace(/\/$/, '')).join(', ')} in etcd`,
  estimate: 0.1,
  probe: async ({ moves }, { configStore }) => {
    const left = await configStore.keys(moves.map(({ move }) => move));
    return left.length === 0 ? 'done' : 'todo';
  },
  apply: async ({ moves }, { configStore }) => ({ keys: await configStore.move(moves) }),
  verify: async ({ moves }, { configStore }) => {
    const left = await configStore.keys(moves.map(({ move }) => move));
    if (left.length === 0) return;
    throw new BaiupError('etcd.not-moved', `${left.join(', ')}: still under the old key`);
  },
  undo: async ({ hop }, context) => context.configStore.restore(keptFiles(context, hop).etcd),
  data: () => clusterData,
  notUndone: () => 'etcd is not restored',
  undoKey: () => 'restore etcd',
};
