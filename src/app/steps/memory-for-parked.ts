import type { Inventory } from '../../core/cluster/inventory.ts';
import { spareMemory } from '../../core/components/parked-memory.ts';
import { availableIn } from '../../io/hosts/memory-look.ts';
import type { HostReader } from '../../io/hosts/port.ts';
import { BaiupError } from '../../lib/errors.ts';
import { knownOrMade } from '../../lib/known-or-made.ts';

/** Programs that are on their way to be parked on a host, with the bytes that each will take. */
type Begun = Map<Promise<unknown>, number>;

const begunIn = new WeakMap<Inventory, Map<string, Begun>>();

/**
 * Parks a program where its host has memory for it, and for those that are on their way there: they have not taken yet
 * what they will. Where there is none for all of them, it waits what they leave.
 * @throws BaiupError `service.not-parked`
 */
export async function withMemory<T>(
  host: HostReader,
  { inventory, memory }: { readonly inventory: Inventory; readonly memory: number },
  park: () => Promise<T>,
): Promise<T> {
  const hosts = knownOrMade(begunIn, inventory, () => new Map<string, Begun>());
  const begun = knownOrMade(hosts, host.name, (): Begun => new Map());
  for (;;) {
    const before = [...begun];
    const free = availableIn((await host.readText('/proc/meminfo')) ?? '');
    const others = new Map([...before, ...begun]);
    const promised = others.values().reduce((sum, each) => sum + each, 0);
    if (free === undefined || free >= promised + memory + spareMemory) break;
    if (others.size === 0) throw tooLittle(host.name, free, memory + spareMemory);
    await Promise.allSettled(others.keys());
  }
  const parked = park();
  begun.set(parked, memory);
  return parked.finally(() => begun.delete(parked));
}

function tooLittle(name: string, ...bytes: readonly [free: number, needed: number]): BaiupError {
  const [has, needs] = bytes.map((each) => Math.round(each / 1e6));
  return new BaiupError('service.not-parked', `${name} has ${has} MB of memory free, and it needs ${needs}`);
}
