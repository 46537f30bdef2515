import type { Catalog } from '../../core/catalog/catalog.ts';
import type { Inventory } from '../../core/cluster/inventory.ts';
import type { ClusterSnapshot } from '../../core/cluster/snapshot.ts';
import { defaultLimits } from '../../core/plan/limits.ts';
import { currentCatalog } from '../../io/index/current-catalog.ts';
import { atMost } from '../../lib/at-most.ts';
import type { Readers } from './readers.ts';

/** What a plan is made from. */
export interface Ground {
  readonly inventory: Inventory;
  readonly snapshot: ClusterSnapshot;
  readonly catalog: Catalog;
  /**
   * Text of each member's configuration, by its id; none where no file is changed. It may hold secrets: it stays in
   * this process.
   */
  readonly configurations: ReadonlyMap<string, string>;
}

/** What a plan is made from, beside what was observed. @param leaveFiles no configuration file is changed */
export async function readGround(
  { inventory, host }: Pick<Readers, 'inventory' | 'host'>,
  snapshot: ClusterSnapshot,
  leaveFiles: boolean,
): Promise<Ground> {
  const unseen = new Set(snapshot.components.filter((each) => each.unseen).map(({ id }) => id));
  const read = await atMost(
    defaultLimits.inAll,
    leaveFiles ? [] : inventory.components.filter(({ id }) => !unseen.has(id)),
    async ({ id, config, host: name }) => [id, await host(name).readText(config)] as const,
  );
  const texts = read.flatMap(([id, text]) => (text === undefined ? [] : [[id, text] as const]));
  return { inventory, snapshot, catalog: currentCatalog(), configurations: new Map(texts) };
}
