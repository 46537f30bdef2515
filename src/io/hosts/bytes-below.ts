import type { HostReader } from './port.ts';

/**
 * Bytes that removing a file or a folder frees, links not followed. Files that lie elsewhere too, such as those of a
 * package cache, take no room of their own.
 */
export async function bytesBelow(host: HostReader, path: string): Promise<number> {
  const argv = ['find', path, '-xdev', '-type', 'f', '-links', '1', '-printf', '%b\\n'] as const;
  const { stdout } = await host.ask({ argv, timeoutMs: 300_000 });
  const blocks = stdout.split('\n').reduce((sum, line) => sum + Number(line), 0);
  return blocks * 512;
}
