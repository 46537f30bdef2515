import { join } from 'node:path';
import { z } from 'zod';
import { carriedPlugin } from '../../core/components/carried-plugin.ts';
import type { Host, HostReader } from '../hosts/port.ts';

const environmentRecord = z.object({
  component: z.string(),
  version: z.string(),
  /** Minor version: `3.12`. */
  python: z.string(),
  /** What of it was proven to run; the program unless told. One whose program is not proven never serves. */
  proves: z.literal('migrator').optional(),
  /** Which choice of dependencies it was built by. */
  choice: z.string(),
  /** Choices that did not do, and why. */
  tried: z.array(z.object({ choice: z.string(), reason: z.string() })),
  /** `name==version`, sorted: of the release, without what was put beside it. */
  packages: z.array(z.string()),
  /** What was put beside the release; none where nothing was. */
  plugins: z.array(carriedPlugin).optional(),
  builtAt: z.string(),
});
/** How an environment was made. Written last: a folder without it is half-built. */
export type EnvironmentRecord = Readonly<z.infer<typeof environmentRecord>>;

export async function loadEnvironmentRecord(
  host: HostReader,
  folder: string,
): Promise<EnvironmentRecord | undefined> {
  return loadRecord(host, join(folder, 'baiup-environment.json'));
}

export async function saveEnvironmentRecord(
  host: Host,
  folder: string,
  record: EnvironmentRecord,
): Promise<void> {
  await saveRecord(host, join(folder, 'baiup-environment.json'), record);
}

export async function loadRecord(host: HostReader, path: string): Promise<EnvironmentRecord | undefined> {
  try {
    return environmentRecord.parse(JSON.parse((await host.readText(path)) ?? ''));
  } catch {
    return undefined;
  }
}

export async function saveRecord(host: Host, path: string, record: EnvironmentRecord): Promise<void> {
  await host.writeText(path, `${JSON.stringify(record, null, 2)}\n`);
}
