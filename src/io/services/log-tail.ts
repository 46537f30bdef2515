import type { HostReader } from '../hosts/port.ts';

/** Bytes read from the end of a log: enough for any tail one would show. */
const tailBytes = 64 * 1024;

/** The last lines of a file; empty where there is none. */
export async function logTail(host: HostReader, path: string, lines: number): Promise<string> {
  const bytes = (await host.readPart(path, -tailBytes, tailBytes)) ?? new Uint8Array();
  return new TextDecoder().decode(bytes).trimEnd().split('\n').slice(-lines).join('\n');
}
