import type { PackageIndex } from './package-index.ts';
import { accept } from './project-page.ts';
import { type RequestOptions, request } from './request.ts';

/** By what a page is known again without reading it. */
export interface PageMark {
  /** What its headers say: ETag, Last-Modified, length. */
  readonly headers: string;
  /** Whether equal headers prove an equal page: an ETag or a time does, a length only makes it likely. */
  readonly proves: boolean;
}

/** Asks for a page's headers alone. Undefined where the index does not answer such a question. */
export async function pageMark(
  index: PackageIndex,
  url: string,
  signal?: AbortSignal,
): Promise<PageMark | undefined> {
  const options: RequestOptions = { method: 'HEAD', headers: { Accept: accept }, signal };
  const answer = await request(index, url, options).catch(() => undefined);
  signal?.throwIfAborted();
  if (!answer) return undefined;
  const [etag, modified, length] = ['etag', 'last-modified', 'content-length'].map((name) =>
    answer.headers.get(name),
  );
  if (!etag && !modified && !length) return undefined;
  return { headers: JSON.stringify([etag, modified, length]), proves: Boolean(etag || modified) };
}
