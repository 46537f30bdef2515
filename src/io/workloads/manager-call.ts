import type { Duplex } from 'node:stream';
import type { z } from 'zod';
import { BaiupError, messageOf } from '../../lib/errors.ts';
import type { Secret } from '../../lib/secret.ts';
import { deadline } from '../../lib/wait.ts';
import { waiting } from '../../lib/waiting.ts';
import type { NetAddress, TlsTrust } from '../hosts/network-port.ts';
import { requestThrough } from '../hosts/request-through.ts';
import { tlsWords } from '../hosts/tls-words.ts';
import { signedHeaders, type Unsigned } from './sign.ts';

export interface ApiOptions {
  /** `http://127.0.0.1:8081` */
  readonly url: string;
  readonly accessKey: string;
  readonly secretKey: Secret;
  /** How it is trusted where it is https. */
  readonly trust?: () => Promise<TlsTrust>;
  /** Connects to it where this machine does not reach it itself. */
  readonly through?: ((address: NetAddress) => Promise<Duplex>) | undefined;
  /** Milliseconds for one request; 15 s unless told. */
  readonly timeoutMs?: number;
  readonly now?: () => Date;
}

interface ApiRequest {
  readonly method: Unsigned['method'];
  readonly path: string;
  readonly body?: object;
  readonly signal?: AbortSignal | undefined;
}

export type ApiCall = <T>(schema: z.ZodType<T>, request: ApiRequest) => Promise<T>;

/** One signed request and its parsed answer. @throws BaiupError `api.unreachable`, `api.refused`, `api.clock`, `api.failed` */
export function managerCall(options: ApiOptions): ApiCall {
  return async (schema, request) => {
    const url = new URL(request.path, options.url);
    const unsigned: Unsigned = {
      method: request.method,
      path: url.pathname + url.search,
      host: url.host,
      contentType: 'application/json',
      at: options.now?.() ?? new Date(),
    };
    const { status, text } = await send(url, request, signedHeaders(unsigned, options), options);
    const what = `${request.method} ${request.path}`;
    const body = parse(text);
    if (status >= 400) throw refusal(what, status, body, unsigned.at);
    const parsed = schema.safeParse(body);
    if (parsed.success) return parsed.data;
    throw new BaiupError(
      'api.failed',
      `the manager's answer to ${what} cannot be understood: ${text.slice(0, 200)}`,
      {
        cause: parsed.error,
      },
    );
  };
}

async function send(
  url: URL,
  { method, body, signal }: ApiRequest,
  headers: Record<string, string>,
  { trust, through, timeoutMs = 15_000 }: Pick<ApiOptions, 'trust' | 'through' | 'timeoutMs'>,
): Promise<{ status: number; text: string }> {
  try {
    return await waiting({ what: `the manager at ${url.origin} to answer`, timeoutMs }, async () => {
      const content = body ? { body: JSON.stringify(body) } : {};
      const request = { method, headers, signal: deadline(timeoutMs, signal), ...content };
      const known = url.protocol === 'https:' ? { trust: await trust?.() } : {};
      if (through || url.protocol === 'https:') return requestThrough(through, { url, ...request, ...known });
      const response = await fetch(url, request);
      return { status: response.status, text: await response.text() };
    });
  } catch (error) {
    signal?.throwIfAborted();
    const cause = error instanceof Error && error.cause ? error.cause : error;
    throw new BaiupError(
      'api.unreachable',
      `the manager at ${url.origin} does not answer: ${tlsWords(error, url.href, 'api.tls') ?? messageOf(cause)}`,
      {
        hint: 'check api.url in cluster.yaml, and that the manager runs',
        cause: error,
      },
    );
  }
}

function parse(text: string): unknown {
  try {
    return text === '' ? undefined : JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The words of every release for a date that is too far off. Source: `auth_middleware`. */
const clockSaid = /Date\/time sync error/;

/** Managers say why in `title` and `msg`; agents' errors come in `agent-details`. */
function refusal(what: string, status: number, body: unknown, at: Date): BaiupError {
  const { title, msg, 'agent-details': agent } = (body ?? {}) as Record<string, unknown>;
  const exception = (agent as { exception?: unknown } | undefined)?.exception;
  const said = [title, msg, exception].filter((one) => typeof one === 'string' && one !== '').join(' ');
  const message = `${what} answered ${status}${said ? `: ${said}` : ''}`;
  if (clockSaid.test(said)) {
    return new BaiupError(
      'api.clock',
      `${message}; it takes requests of 15 minutes around its own time, and here it is ${at.toISOString()}`,
      {
        hint: 'set the clock of this machine, or that of the manager: timedatectl status',
      },
    );
  }
  if (status === 401 || status === 403) {
    const whose =
      status === 401
        ? 'check api.accessKey and api.secretKey'
        : "give a superadmin's api.accessKey and api.secretKey";
    return new BaiupError('api.refused', message, { hint: `${whose} in cluster.yaml` });
  }
  return new BaiupError(status < 500 ? 'api.refused' : 'api.failed', message);
}
