import { createHash, createHmac } from 'node:crypto';
import type { Secret } from '../../lib/secret.ts';

/** What a manager accepts from 22.09 to 26.08: the oldest API version that all of them list. */
export const apiVersion = 'v6.20220615';

export interface Unsigned {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** With its query, as it goes over the wire. */
  readonly path: string;
  /** The Host header, with the port where it has one. */
  readonly host: string;
  readonly contentType: string;
  readonly at: Date;
}

export interface Keypair {
  readonly accessKey: string;
  readonly secretKey: Secret;
}

/**
 * The headers that sign a request: HMAC-SHA256 with a key made of the secret, the day and the host. The body is
 * not signed (since API version v4.20181215). A manager takes dates up to 15 minutes off.
 */
export function signedHeaders(request: Unsigned, keypair: Keypair): Record<string, string> {
  const date = request.at.toISOString().replace(/\.\d+Z$/, '+00:00');
  const text = [
    request.method,
    request.path,
    date,
    `host:${request.host}`,
    `content-type:${request.contentType}`,
    `x-backendai-version:${apiVersion}`,
    createHash('sha256').digest('hex'),
  ].join('\n');
  const day = date.slice(0, 10).replaceAll('-', '');
  const key = hmac(hmac(keypair.secretKey.reveal(), day), request.host);
  const signature = hmac(key, text).toString('hex');
  return {
    'Content-Type': request.contentType,
    'X-BackendAI-Date': date,
    'X-BackendAI-Version': apiVersion,
    Authorization: `BackendAI signMethod=HMAC-SHA256, credential=${keypair.accessKey}:${signature}`,
  };
}

function hmac(key: string | Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest();
}
