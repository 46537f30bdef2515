import { BaiupError, messageOf } from '../../lib/errors.ts';
import { deadline } from '../../lib/wait.ts';

const timeoutMs = 20_000;

/**
 * The text at an address; undefined where there is none (404).
 * @throws BaiupError `changelog.unreachable` with a hint at --source
 */
export async function fetchChangelog(url: string, signal?: AbortSignal): Promise<string | undefined> {
  const hint = 'give the file yourself: --source CHANGELOG.md, or a folder with those of several branches';
  let response: Response;
  try {
    response = await fetch(url, { signal: deadline(timeoutMs, signal) });
    if (response.ok) return await response.text();
  } catch (error) {
    signal?.throwIfAborted();
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
    const message = `the changelog at ${url} cannot be fetched: ${messageOf(cause)}`;
    throw new BaiupError('changelog.unreachable', message, { hint, cause: error });
  }
  if (response.status === 404) return undefined;
  const message = `the changelog at ${url} cannot be fetched: the server answered ${response.status}`;
  throw new BaiupError('changelog.unreachable', message, { hint });
}
