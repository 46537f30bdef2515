import type { Host } from '../hosts/port.ts';

/** What the group and all others need to run programs from a folder. */
const needed = 0o055;

/** Where a umask is strict, opens an environment for the account that its service runs as: that may be another than we. */
export async function openToReaders(host: Host, folder: string): Promise<void> {
  const { mode = 0 } = (await host.stat(folder)) ?? {};
  if ((mode & needed) === needed) return;
  await host.run({ argv: ['chmod', '--recursive', 'go+rX', '--', folder], timeoutMs: 120_000 });
}
