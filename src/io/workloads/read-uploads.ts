import { type Upload, uploadAt } from '../../core/workloads/upload.ts';
import type { HostReader } from '../hosts/port.ts';

/** Files that are open below a folder of uploads. */
const find = [
  ...['find', '/proc', '-maxdepth', '3', '-path', '/proc/[0-9]*/fd/*', '-lname', '*/.upload/*'],
  ...['-printf', '%l\\n'],
] as const;

/** What is being uploaded through the storage-proxies of a host, as far as the user who asks may see. */
export async function readUploads(host: Pick<HostReader, 'name' | 'ask'>): Promise<readonly Upload[]> {
  // Processes end while it looks: its exit code says nothing.
  const { stdout } = await host.ask({ argv: [...find], timeoutMs: 20_000 });
  const paths = new Set(stdout.split('\n').filter((line) => line !== ''));
  return [...paths].map((path) => uploadAt(host.name, path));
}
