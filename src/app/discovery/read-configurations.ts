import type { Readers } from './readers.ts';

/** The text of each member's configuration, by its id, where there is one. It may hold secrets: keep it in this process. */
export async function readConfigurations({
  inventory,
  host,
}: Pick<Readers, 'inventory' | 'host'>): Promise<ReadonlyMap<string, string>> {
  const read = await Promise.all(
    inventory.components.map(
      async ({ id, config, host: name }) => [id, await host(name).readText(config)] as const,
    ),
  );
  return new Map(read.flatMap(([id, text]) => (text === undefined ? [] : [[id, text] as const])));
}
