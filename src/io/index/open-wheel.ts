import { fileURLToPath } from 'node:url';
import { localWheel } from './local-wheel.ts';
import type { Meter } from './meter.ts';
import type { OfferedFile } from './offered-file.ts';
import { packageIndex } from './package-index.ts';
import type { PackageSources } from './package-sources.ts';
import { remoteWheel } from './remote-wheel.ts';
import type { WheelBytes } from './wheel-bytes.ts';

/** Files often lie on another host than their index; only the index's own gets its credentials. */
export function openWheel(
  file: OfferedFile,
  { indexes }: Pick<PackageSources, 'indexes'>,
  meter: Meter,
  signal: AbortSignal | undefined,
): WheelBytes {
  if (file.url.startsWith('file:')) return localWheel(fileURLToPath(file.url));
  const { origin } = new URL(file.url);
  const index = indexes.find(({ url }) => new URL(url).origin === origin) ?? packageIndex(origin);
  return remoteWheel(index, file, { meter, signal });
}
