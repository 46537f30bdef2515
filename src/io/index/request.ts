import { setTimeout as delay } from 'node:timers/promises';
import { BaiupError, messageOf } from '../../lib/errors.ts';
import { deadline } from '../../lib/wait.ts';
import { waiting } from '../../lib/waiting.ts';
import type { Meter } from './meter.ts';
import type { PackageIndex } from './package-index.ts';
import { type Arrived, send } from './send.ts';

export interface RequestOptions {
  readonly method?: 'GET' | 'HEAD';
  readonly headers?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal | undefined;
  readonly meter?: Meter | undefined;
  /** Milliseconds for each try; a minute unless told. */
  readonly timeoutMs?: number;
}

export type Answer = Arrived;

const attempts = 3;
const usualMs = 60_000;

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

async function once(index: PackageIndex, url: string, options: RequestOptions): Promise<Answer> {
  const { method = 'GET', signal, meter, timeoutMs = usualMs } = options;
  const headers = headersFor(index, url, options.headers);
  const what = `the package index ${new URL(url).host} to answer`;
  const answer = await waiting({ what, timeoutMs }, () =>
    send(url, { method, headers, signal: deadline(timeoutMs, signal) }, index.network),
  );
  if (meter && method === 'GET') meter.bytes += answer.wireBytes;
  return answer;
}

/**
 * Asks the index, three times where it stumbles (no answer, half an answer, 429, 5xx).
 * @throws BaiupError `index.unreachable`, `index.certificate`, `index.refused`, `index.not-found`
 */
export async function request(
  index: PackageIndex,
  url: string,
  options: RequestOptions = {},
): Promise<Answer> {
  for (let attempt = 1; ; attempt += 1) {
    const answer = await once(index, url, options).catch((error: unknown) => ({ error }));
    options.signal?.throwIfAborted();
    if ('status' in answer && answer.status >= 200 && answer.status < 300) return answer;
    const passing =
      'status' in answer ? answer.status === 429 || answer.status >= 500 : !isMistrust(answer.error);
    if (!passing || attempt === attempts) throw failure(url, answer);
    await delay(200 * 2 ** attempt, undefined, options.signal ? { signal: options.signal } : {});
  }
}

function failure(url: string, answer: Answer | { readonly error: unknown }): BaiupError {
  const { host, pathname } = new URL(url);
  if ('status' in answer) {
    return new BaiupError(
      answer.status === 404 ? 'index.not-found' : 'index.refused',
      `the package index ${host} answered ${answer.status} for ${pathname}`,
      { hint: 'check the index address and its credentials in the configuration of pip or uv' },
    );
  }
  if (isMistrust(answer.error)) {
    return new BaiupError(
      'index.certificate',
      `the certificate of the package index ${host} is not trusted: ${reasonOf(answer.error)}`,
      {
        hint: "name the certificates of your network: SSL_CERT_FILE=FILE, or pip's setting cert",
        cause: answer.error,
      },
    );
  }
  return new BaiupError(
    'index.unreachable',
    `the package index ${host} does not answer completely: ${reasonOf(answer.error)}`,
    {
      hint: 'check the network, and the index address in the configuration of pip or uv',
      cause: answer.error,
    },
  );
}

/** What OpenSSL says of a certificate that it does not trust. */
function isMistrust(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return /CERT|SELF_SIGNED|UNABLE_TO_(GET|VERIFY)|ALTNAME/.test(code);
}

/** What it was caused by says more than what was thrown. */
function reasonOf(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  return messageOf(cause);
}
