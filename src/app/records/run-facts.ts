import { resolve } from 'node:path';
import { z } from 'zod';
import { type Inventory, inventorySchema } from '../../core/cluster/inventory.ts';
import { mapSecrets } from '../../core/cluster/map-secrets.ts';
import type { RunReader } from '../../io/journal/port.ts';
import { BaiupError } from '../../lib/errors.ts';

const schema = z.strictObject({
  /** The cluster file that it was read from, absolute. */
  file: z.string(),
  /** Without the secrets that the file itself holds. */
  inventory: inventorySchema,
  /** Keys of those secrets. */
  written: z.array(z.string()),
});
/** Where a run found its cluster when it began. */
export type RunFacts = z.infer<typeof schema>;

/** An inventory without the secrets that its file itself holds, with their keys; files of secrets by whole paths. */
function withoutSecrets(inventory: Inventory): Pick<RunFacts, 'inventory' | 'written'> {
  const written: string[] = [];
  const without = mapSecrets(inventory, ({ key, source }) => {
    if (typeof source !== 'string') {
      return 'file' in source && !('from' in source) ? { file: resolve(source.file) } : source;
    }
    written.push(key);
    return '';
  });
  return { inventory: without, written };
}

/**
 * Keeps what a run needs to go on and to go back, whatever becomes of its cluster file. Hooks, and where runs are kept,
 * are no part of it: they are always those of today's file.
 */
export async function keepRunFacts(
  { texts }: Pick<RunReader, 'texts'>,
  { file, inventory: { hooks: _hooks, store: _store, ...inventory } }: Pick<RunFacts, 'file' | 'inventory'>,
): Promise<void> {
  const facts: RunFacts = { file, ...withoutSecrets(inventory) };
  await texts.write('cluster', `${JSON.stringify(facts, null, 2)}\n`);
}

/**
 * @returns undefined for a run of an earlier baiup, which kept none
 * @throws BaiupError `run.unreadable`
 */
export async function loadRunFacts({ texts }: Pick<RunReader, 'texts'>): Promise<RunFacts | undefined> {
  const text = await texts.read('cluster');
  if (text === undefined) return undefined;
  try {
    return schema.parse(JSON.parse(text));
  } catch (cause) {
    throw new BaiupError(
      'run.unreadable',
      `${texts.where('cluster')} does not say where the run's cluster is`,
      {
        hint: 'another version of baiup wrote it, or it was edited: resume it or roll it back with that version, or with the original file',
        cause,
      },
    );
  }
}
