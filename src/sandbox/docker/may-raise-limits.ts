import { readFile } from 'node:fs/promises';

/** Whether this process may raise its resource limits, as containers of agents want it (CAP_SYS_RESOURCE, bit 24). */
export async function mayRaiseLimits(file = '/proc/self/status'): Promise<boolean> {
  const status = await readFile(file, 'utf8').catch(() => '');
  const effective = /^CapEff:\s*([0-9a-f]+)/m.exec(status)?.[1];
  return effective !== undefined && ((BigInt(`0x${effective}`) >> 24n) & 1n) === 1n;
}
