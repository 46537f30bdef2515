import { createServer } from 'node:net';
import { BaiupError } from '../../lib/errors.ts';

/** Below the range from which Linux takes ports for outgoing connections, which could take one back from us. */
const lowest = 12_000;
const highest = 29_999;

/**
 * Ports that nothing listens on now, `reserved` left out.
 * @throws BaiupError `ports.exhausted`
 */
export async function freePorts(
  count: number,
  reserved: ReadonlySet<number> = new Set(),
  random: () => number = Math.random,
): Promise<readonly number[]> {
  const size = highest - lowest + 1;
  const first = Math.floor(random() * size);
  const found: number[] = [];
  for (let step = 0; step < size && found.length < count; step += 1) {
    const port = lowest + ((first + step) % size);
    if (!reserved.has(port) && (await isFree(port))) found.push(port);
  }
  if (found.length === count) return found;
  throw new BaiupError('ports.exhausted', `fewer than ${count} ports are free from ${lowest} to ${highest}`);
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen({ port, host: '0.0.0.0', exclusive: true }, () => server.close(() => resolve(true)));
  });
}
