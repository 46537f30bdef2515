import { type Upload, uploadAt } from '../../core/workloads/upload.ts';
import type { HostReader } from '../hosts/port.ts';

/** What a file of `/proc/PID/fd` leads to. */
const opened = /^\/proc\/(\d+)\/fd\/\d+ (.+)$/;

const uploading = '/.upload/';

/** `/proc` itself is the first line of every find that can print so; then all that the storage-proxies have open. */
const find = (proxies: readonly number[]) =>
  [
    ...['find', '/proc', '-maxdepth', '3', '(', '-path', '/proc', '-o'],
    ...proxies.flatMap((pid) => ['-path', `/proc/${pid}/fd/*`, '-o']),
    ...['-path', '/proc/[0-9]*/fd/*', '-lname', `*${uploading}*`, ')', '-printf', '%p %l\\n'],
  ] as [string, ...string[]];

/**
 * What is being uploaded through the storage-proxies of a host.
 * @param proxies their main processes
 * @returns undefined where the user who asks does not see what these have open
 */
export async function readUploads(
  host: Pick<HostReader, 'name' | 'ask'>,
  proxies: readonly number[],
): Promise<readonly Upload[] | undefined> {
  // Processes end while it looks: its exit code says nothing.
  const { stdout } = await host.ask({ argv: find(proxies), timeoutMs: 20_000 });
  const [first, ...lines] = stdout.split('\n');
  const files = lines.flatMap((line) => {
    const [, pid, path = ''] = opened.exec(line) ?? [];
    return pid === undefined ? [] : [{ pid: Number(pid), path }];
  });
  const seen = new Set(files.map(({ pid }) => pid));
  if (first?.trim() !== '/proc' || !proxies.every((pid) => seen.has(pid))) return undefined;
  const paths = new Set(files.map(({ path }) => path).filter((path) => path.includes(uploading)));
  return [...paths].map((path) => uploadAt(host.name, path));
}
