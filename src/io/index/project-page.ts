import { z } from 'zod';
import { BaiupError } from '../../lib/errors.ts';
import type { PackageIndex } from './index-address.ts';
import { type RequestOptions, request } from './request.ts';

/** PEP 691: the simple index as JSON. */
const media = 'application/vnd.pypi.simple.v1+json';

const indexFile = z.object({
  filename: z.string(),
  url: z.string(),
  hashes: z.object({ sha256: z.string() }),
  size: z.int(),
  'upload-time': z.string(),
  'requires-python': z.string().nullish(),
  yanked: z.union([z.boolean(), z.string()]).default(false),
});
/** One file that the index offers; `url` is absolute. */
export type IndexFile = z.infer<typeof indexFile>;

const page = z.object({ files: z.array(z.unknown()) });

/**
 * The wheels of one project. Files without hash, size or time of upload (sdists of old, other mirrors) are left out.
 * @throws BaiupError `index.no-json` where the index speaks HTML only
 */
export async function projectPage(
  index: PackageIndex,
  project: string,
  options: Pick<RequestOptions, 'signal'> = {},
): Promise<readonly IndexFile[]> {
  const url = `${index.url}/${project}/`;
  const answer = await request(index, url, { ...options, headers: { Accept: media } });
  if (!answer.headers.get('content-type')?.includes('json')) {
    throw new BaiupError('index.no-json', 'the package index does not offer its pages as JSON (PEP 691)', {
      hint: 'use an index that does, such as the default one of pip',
    });
  }
  return page
    .parse(await answer.json())
    .files.flatMap((file) => indexFile.safeParse(file).data ?? [])
    .filter(({ filename }) => filename.endsWith('.whl'))
    .map((file) => ({ ...file, url: new URL(file.url, answer.url || url).href }));
}
