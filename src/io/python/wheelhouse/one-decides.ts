import { perHost } from '../../hosts/per-host.ts';
import type { Host } from '../../hosts/port.ts';

const deciding = perHost((_here: Host) => new Map<string, Promise<unknown>>());

interface Question {
  /** What is the same for all who ask. */
  readonly key: string;
  readonly isDecided: () => Promise<boolean>;
  readonly signal?: AbortSignal | undefined;
}

/** Of many who need the same, the first finds out by trying what does; the others wait for that, and do not try. */
export async function oneDecides<T>(
  here: Host,
  { key, isDecided, signal }: Question,
  act: () => Promise<T>,
): Promise<T> {
  const others = deciding(here);
  while (!(await isDecided())) {
    signal?.throwIfAborted();
    const other = others.get(key);
    if (other) {
      await other.catch(() => undefined);
      continue;
    }
    const mine = act();
    others.set(key, mine);
    return mine.finally(() => others.delete(key));
  }
  return act();
}
