import { createHash } from 'node:crypto';
import { BaiupError } from '../../lib/errors.ts';
import type { Host } from '../hosts/port.ts';
import { said } from './tool.ts';

const patience = 30 * 60_000;

/** Where a dump's checksums lie: beside it. */
const sumsOf = (folder: string): string => `${folder}.sha256`;

/** What a dump is known by afterwards. */
export interface Sealed {
  readonly files: number;
  /** Of its files' checksums. */
  readonly sha256: string;
}

/** Writes the SHA-256 of each file of a dump beside it: from then on one that was damaged is not restored. */
export async function sealDump(host: Host, folder: string): Promise<Sealed> {
  const files = (await host.list(folder)).map((name) => `${folder}/${name}`);
  const { stdout } = await host.run({ argv: ['sha256sum', '--binary', ...files], timeoutMs: patience });
  await host.writeText(sumsOf(folder), stdout);
  return { files: files.length, sha256: createHash('sha256').update(stdout).digest('hex') };
}

/** @throws BaiupError `database.dump-damaged` where a dump that was sealed is not as it was. */
export async function refuseDamaged(host: Host, folder: string): Promise<void> {
  const sums = await host.readText(sumsOf(folder));
  if (sums === undefined) return;
  const argv = ['sha256sum', '--check', '--strict', '--quiet', sumsOf(folder)] as const;
  await host.run({ argv: [...argv], timeoutMs: patience }).catch((error: unknown) => {
    throw new BaiupError(
      'database.dump-damaged',
      `${folder} is no longer the dump that was written: ${said(error)}`,
      { left: 'nothing was changed', cause: error },
    );
  });
}
