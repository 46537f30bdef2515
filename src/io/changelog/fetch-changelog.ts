import { BaiupError, messageOf } from '../../lib/errors.ts';
import { deadline } from '../../lib/wait.ts';
import { waiting } from '../../lib/waiting.ts';
import type { Network } from '../index/network.ts';
import { type Arrived, send } from '../index/send.ts';

const timeoutMs = 20_000;

/**
 * The text at an address; undefined where there is none (404).
 * @throws BaiupError `changelog.unreachable` with a hint at --source
 */
export async function fetchChangelog(
  url: string,
  network: Network,
  signal?: AbortSignal,
): Promise<string | undefined> {
  const hint = 'give the file yourself: --source CHANGELOG.md, or a folder with those of several branches';
  let answer: Arrived;
  try {
    answer = await waiting({ what: `the changelog at ${url}`, timeoutMs }, () =>
      send(url, { method: 'GET', headers: {}, signal: deadline(timeoutMs, signal) }, network),
    );
  } catch (error) {
    signal?.throwIfAborted();
    const message = `the changelog at ${url} cannot be fetched: ${messageOf(error)}`;
    throw new BaiupError('changelog.unreachable', message, { hint, cause: error });
  }
  const { status, body } = answer;
  if (status >= 200 && status < 300) return body.toString('utf8');
  if (status === 404) return undefined;
  const message = `the changelog at ${url} cannot be fetched: the server answered ${status}`;
  throw new BaiupError('changelog.unreachable', message, { hint });
}
