import type { NetAddress } from '../../../io/hosts/network-port.ts';
import type { HostReader } from '../../../io/hosts/port.ts';

/** Stands for every address of a host. */
const everywhere = new Set(['', '*', '0.0.0.0', '::', '[::]']);
const timeoutMs = 3_000;

/** Where a program that listens is asked from its own host, and whether it answered there. */
export async function reachedAt(
  host: HostReader,
  { host: written, port }: NetAddress,
): Promise<NetAddress & { readonly answers: boolean }> {
  const isOpen = (each: string) => host.accepts({ host: each, port }, timeoutMs).catch(() => false);
  if (!everywhere.has(written)) return { host: written, port, answers: await isOpen(written) };
  const own = await host.ask({ argv: ['hostname', '-I'], timeoutMs: 10_000 }).catch(() => undefined);
  const addresses = (own?.exitCode === 0 ? own.stdout : '').split(/\s+/).filter((each) => each !== '');
  for (const each of ['127.0.0.1', ...addresses]) {
    if (await isOpen(each)) return { host: each, port, answers: true };
  }
  return { host: '127.0.0.1', port, answers: false };
}
