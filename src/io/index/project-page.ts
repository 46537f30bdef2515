import { BaiupError } from '../../lib/errors.ts';
import { htmlPage, isHtml } from './html-page.ts';
import { jsonPage } from './json-page.ts';
import type { OfferedFile } from './offered-file.ts';
import type { PackageIndex } from './package-index.ts';
import { type Answer, type RequestOptions, request } from './request.ts';

/** PEP 691: the simple index as JSON; in HTML where it has only that. */
export const accept = 'application/vnd.pypi.simple.v1+json, text/html;q=0.2';

function files({ body, headers, url }: Answer): readonly OfferedFile[] | undefined {
  const text = body.toString('utf8');
  try {
    if (headers.get('content-type')?.includes('json')) return jsonPage(text, url);
  } catch {
    return undefined;
  }
  return isHtml(text) ? htmlPage(text, url) : undefined;
}

/**
 * The wheels on one page of an index, in JSON or HTML.
 * @throws BaiupError `index.garbage` where the answer is neither; what `request` throws
 */
export async function projectPage(
  index: PackageIndex,
  url: string,
  options: Omit<RequestOptions, 'method' | 'headers'> = {},
): Promise<readonly OfferedFile[]> {
  const answer = await request(index, url, { ...options, headers: { Accept: accept } });
  const found = files(answer);
  if (found) return found;
  const { host, pathname } = new URL(url);
  throw new BaiupError(
    'index.garbage',
    `the package index ${host} answered ${pathname} with something that is not an index page: neither JSON (PEP 691) nor HTML (PEP 503)`,
    { hint: 'check the index address in the configuration of pip or uv; it mostly ends in /simple' },
  );
}
