import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse, stringify } from 'smol-toml';
import type { Inventory } from '../../src/core/cluster/inventory.ts';
import { thisMachine } from '../../src/io/hosts/this-machine.ts';
import { processService } from '../../src/io/services/process.ts';

const gigabyte = 2 ** 30;

// biome-ignore lint/suspicious/noExplicitAny: the vendor's file, with keys that are asked for by name alone
type Dummy = any;

/**
 * Gives a sandbox's dummy agent room for this many sessions of one cpu and 256 MB, and starts it again.
 * @param before25 whether its release counts cores one by one, as up to 24.09
 */
export async function roomyAgent(
  { components }: Pick<Inventory, 'components'>,
  { sessions, before25 }: { readonly sessions: number; readonly before25: boolean },
): Promise<void> {
  const agent = components.find(({ component }) => component === 'agent');
  if (agent?.service.kind !== 'process') throw new Error('this cluster is no sandbox');
  const file = join(agent.workdir, 'agent.dummy.toml');
  const told: Dummy = parse(await readFile(file, 'utf8'));
  told.agent.resource.cpu = before25
    ? { 'core-indexes': Array.from({ length: sessions }, (_, index) => index) }
    : { 'num-core': sessions };
  told.agent.resource.memory.size = (sessions + 10) * gigabyte;
  await writeFile(file, stringify(told));
  const service = processService(thisMachine, agent.service.folder);
  await service.stop('SIGINT', { timeoutMs: 30_000 });
  await service.start();
}
