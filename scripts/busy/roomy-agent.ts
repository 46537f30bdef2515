import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse, stringify } from 'smol-toml';
import type { Inventory } from '../../src/core/cluster/inventory.ts';
import { dummyAgent } from './dummy-agent.ts';

const gigabyte = 2 ** 30;

// biome-ignore lint/suspicious/noExplicitAny: the vendor's file, with keys that are asked for by name alone
type Dummy = any;

/**
 * Gives a sandbox's dummy agent room for this many sessions of one cpu and 256 MB, and starts it again.
 * @param before25 whether its release counts cores one by one, as up to 24.09
 */
export async function roomyAgent(
  inventory: Pick<Inventory, 'components'>,
  { sessions, before25 }: { readonly sessions: number; readonly before25: boolean },
): Promise<void> {
  const { workdir, service } = dummyAgent(inventory);
  const file = join(workdir, 'agent.dummy.toml');
  const told: Dummy = parse(await readFile(file, 'utf8'));
  told.agent.resource.cpu = before25
    ? { 'core-indexes': Array.from({ length: sessions }, (_, index) => index) }
    : { 'num-core': sessions };
  told.agent.resource.memory.size = (sessions + 10) * gigabyte;
  await writeFile(file, stringify(told));
  await service.stop('SIGINT', { timeoutMs: 30_000 });
  await service.start();
}
