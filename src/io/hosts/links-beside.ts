import { dirname, resolve } from 'node:path';
import type { HostReader } from './port.ts';

/** Links that lie beside a path and lead to it. */
export async function linksBeside(host: HostReader, path: string): Promise<string[]> {
  const folder = dirname(path);
  const { stdout } = await host.ask({
    argv: ['find', folder, '-mindepth', '1', '-maxdepth', '1', '-type', 'l', '-printf', '%p\\0%l\\0'],
    timeoutMs: 60_000,
  });
  const words = stdout.split('\0');
  return words.flatMap((link, index) =>
    index % 2 === 0 && resolve(folder, words[index + 1] ?? '') === path ? [link] : [],
  );
}
