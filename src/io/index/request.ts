import { setTimeout as delay } from 'node:timers/promises';
import { BaiupError, messageOf } from '../../lib/errors.ts';
import { deadline } from '../../lib/wait.ts';
import type { PackageIndex } from './index-address.ts';

export interface RequestOptions {
  readonly headers?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
}

const attempts = 3;
const timeoutMs = 60_000;

/** Credentials go to the index's own origin only; its files often lie elsewhere. */
function headersFor(
  index: PackageIndex,
  url: string,
  headers: RequestOptions['headers'],
): Record<string, string> {
  const own = new URL(url).origin === new URL(index.url).origin;
  return {
    ...headers,
    ...(own && index.authorization ? { Authorization: index.authorization.reveal() } : {}),
  };
}

async function once(
  index: PackageIndex,
  url: string,
  { headers, signal }: RequestOptions,
): Promise<Response> {
  return await fetch(url, { headers: headersFor(index, url, headers), signal: deadline(timeoutMs, signal) });
}

/**
 * Asks the index, three times where it stumbles (no answer, 429, 5xx).
 * @throws BaiupError `index.unreachable`, `index.refused`
 */
export async function request(
  index: PackageIndex,
  url: string,
  options: RequestOptions = {},
): Promise<Response> {
  for (let attempt = 1; ; attempt += 1) {
    const answer = await once(index, url, options).catch((error: unknown) => error);
    options.signal?.throwIfAborted();
    if (answer instanceof Response && answer.ok) return answer;
    const passing = !(answer instanceof Response) || answer.status === 429 || answer.status >= 500;
    if (!passing || attempt === attempts) throw failure(url, answer);
    await delay(200 * 2 ** attempt, undefined, options.signal ? { signal: options.signal } : {});
  }
}

function failure(url: string, answer: unknown): BaiupError {
  if (answer instanceof Response) {
    return new BaiupError(
      'index.refused',
      `the package index answered ${answer.status} for ${new URL(url).pathname}`,
      {
        hint: 'check the index address and its credentials in the configuration of pip or uv',
      },
    );
  }
  return new BaiupError('index.unreachable', `the package index does not answer: ${messageOf(answer)}`, {
    hint: 'check the network, and the index address in the configuration of pip or uv',
    cause: answer,
  });
}
