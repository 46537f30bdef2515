import { z } from 'zod';
import type { OfferedFile } from './offered-file.ts';

const indexFile = z.object({
  filename: z.string(),
  url: z.string(),
  hashes: z.object({ sha256: z.string() }),
  size: z.int().optional(),
  'upload-time': z.string().optional(),
  'requires-python': z.string().nullish(),
  yanked: z.union([z.boolean(), z.string()]).default(false),
});
const page = z.object({ files: z.array(z.unknown()) });

/** The wheels on a page in JSON (PEP 691, 700). Files without a SHA-256 are left out: they could not be checked. */
export function jsonPage(text: string, base: string): readonly OfferedFile[] {
  return page
    .parse(JSON.parse(text))
    .files.flatMap((file) => indexFile.safeParse(file).data ?? [])
    .filter(({ filename }) => filename.endsWith('.whl'))
    .map(({ filename, url, hashes, size, yanked, ...file }) => ({
      filename,
      url: new URL(url, base).href,
      sha256: hashes.sha256,
      size,
      uploaded: file['upload-time'] && `${file['upload-time'].slice(0, 19)}Z`,
      requiresPython: file['requires-python'] ?? undefined,
      withdrawn: yanked === true || yanked === '' ? 'no reason given' : yanked,
    }));
}
