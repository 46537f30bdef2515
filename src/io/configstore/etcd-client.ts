import type { Duplex } from 'node:stream';
import { BaiupError, messageOf } from '../../lib/errors.ts';
import { hostInUrl } from '../../lib/host-in-url.ts';
import type { Secret } from '../../lib/secret.ts';
import { deadline } from '../../lib/wait.ts';
import { waiting } from '../../lib/waiting.ts';
import type { HttpAnswer, NetAddress } from '../hosts/network-port.ts';
import { requestThrough } from '../hosts/request-through.ts';
import type { ServerTls } from '../hosts/server-tls.ts';
import { etcdTlsTrouble } from './etcd-tls-trouble.ts';

export interface EtcdAddress {
  readonly host: string;
  readonly port: number;
  /** Connects to it where this machine does not reach it itself. */
  readonly through?: ((address: NetAddress) => Promise<Duplex>) | undefined;
  readonly user?: string;
  readonly password?: Secret;
  /** Without, connections are not secured: so are those of all managers. */
  readonly tls?: ServerTls;
}

/** One call of etcd's JSON gateway: keys and values in base64, numbers as text. */
export type EtcdCall = <Answer>(path: string, body: object, signal?: AbortSignal) => Promise<Answer>;

const callTimeoutMs = 10_000;

/**
 * Speaks to etcd 3.4 and newer over HTTP, so that no client program is needed. A token is fetched at the first
 * call where a user is given, and once more when it has expired.
 * @throws BaiupError `etcd.unreachable`, `etcd.tls`, `etcd.refused`, `etcd.failed`
 */
export function etcdClient(address: EtcdAddress): EtcdCall {
  let token: Promise<string> | undefined;
  const authenticate = async (signal?: AbortSignal) => {
    const body = { name: address.user, password: address.password?.reveal() ?? '' };
    return (await post<{ token: string }>(address, '/v3/auth/authenticate', body, undefined, signal)).token;
  };
  return async <Answer>(path: string, body: object, signal?: AbortSignal): Promise<Answer> => {
    if (!address.user) return post(address, path, body, undefined, signal);
    token ??= authenticate(signal);
    try {
      return await post(address, path, body, await token, signal);
    } catch (error) {
      const expired = error instanceof BaiupError && /invalid auth token/.test(error.message);
      token = undefined;
      if (!expired) throw error;
      token = authenticate(signal);
      return post(address, path, body, await token, signal);
    }
  };
}

async function post<Answer>(
  address: EtcdAddress,
  path: string,
  body: object,
  token?: string,
  signal?: AbortSignal,
): Promise<Answer> {
  const where = `etcd at ${address.host}:${address.port}`;
  const isSecure = address.tls !== undefined && address.tls.mode !== 'off';
  const request = {
    url: `${isSecure ? 'https' : 'http'}://${hostInUrl(address.host)}:${address.port}${path}`,
    method: 'POST',
    headers: { 'Content-Type': 'application/json', ...(token ? { Authorization: token } : {}) },
    body: JSON.stringify(body),
    ...(isSecure ? { trust: address.tls } : {}),
  };
  let answer: HttpAnswer;
  try {
    answer = await waiting({ what: `${where} to answer`, timeoutMs: callTimeoutMs }, () =>
      requestThrough(address.through, { ...request, signal: deadline(callTimeoutMs, signal) }),
    );
  } catch (error) {
    signal?.throwIfAborted();
    const tls = etcdTlsTrouble.ofError(error, isSecure);
    if (tls) throw new BaiupError('etcd.tls', `${where}: ${tls.what}`, { hint: tls.hint, cause: error });
    const cause = error instanceof Error && error.cause ? error.cause : error;
    throw new BaiupError('etcd.unreachable', `${where} does not answer: ${messageOf(cause)}`, {
      hint: 'check etcd.host and port in cluster.yaml, and that etcd runs',
      cause: error,
    });
  }
  const { status, text } = answer;
  if (status < 200 || status > 299) throw refused(where, address, status, text);
  return JSON.parse(text) as Answer;
}

function refused(where: string, address: EtcdAddress, status: number, text: string): BaiupError {
  const said = messageIn(text) ?? (text.trim().slice(0, 200) || `HTTP ${status}`);
  const tls = etcdTlsTrouble.ofAnswer(said);
  if (tls) return new BaiupError('etcd.tls', `${where}: ${tls.what}`, { hint: tls.hint });
  if (/auth|permission|password|user name is empty/i.test(said) || status === 401 || status === 403) {
    return new BaiupError(
      'etcd.refused',
      `${where} refused ${address.user ?? 'a call without a user'}: ${said}`,
      {
        hint: 'check etcd.user and etcd.password in cluster.yaml',
      },
    );
  }
  if (status === 404) {
    return new BaiupError('etcd.failed', `${where} has no JSON gateway at /v3`, {
      hint: 'baiup needs etcd 3.4 or newer itself; an etcd grpc-proxy has no gateway',
    });
  }
  return new BaiupError('etcd.failed', `${where}: ${said}`);
}

function messageIn(text: string): string | undefined {
  try {
    const { message, error } = JSON.parse(text) as { message?: string; error?: string };
    return message ?? error;
  } catch {
    return undefined;
  }
}
