import { createHmac } from 'node:crypto';
import type { Notice } from '../../core/run/notice.ts';
import { baiupVersion } from '../../lib/baiup-version.ts';
import { messageOf } from '../../lib/errors.ts';
import type { Secret } from '../../lib/secret.ts';
import { deadline } from '../../lib/wait.ts';
import { httpRequest } from '../hosts/http-request.ts';
import type { Network } from '../index/network.ts';
import { judgeAnswer } from './judge-answer.ts';
import type { Sent } from './sent.ts';
import { slackBody } from './slack-body.ts';

/** Where and how notices go over HTTPS. */
export interface Webhook {
  readonly url: Secret;
  readonly secret?: Secret | undefined;
  readonly format: 'json' | 'slack';
  readonly network: Network;
  readonly timeoutMs: number;
}

/** More of an answer is not read. */
const mostBytes = 64 * 1024;
const mostRedirects = 3;
/** The only ones that leave method and body as they are. */
const keepsMessage: ReadonlySet<number> = new Set([307, 308]);

const loopback = /^(localhost|127(\.\d+){3}|\[::1\])$/;

/** HTTPS; plain HTTP only to this machine. @returns undefined for anything else */
function addressOf(url: Secret): URL | undefined {
  const parsed = URL.parse(url.reveal().trim());
  if (parsed?.username !== '' || parsed.password !== '') return undefined;
  const isSafe =
    parsed.protocol === 'https:' || (parsed.protocol === 'http:' && loopback.test(parsed.hostname));
  return isSafe ? parsed : undefined;
}

const unusable = 'its url is not an address that begins with https://, without user or password in it';

/** HMAC-SHA256 over "TIMESTAMP.BODY"; the timestamp is in seconds, so that receivers can refuse old messages. */
function signature(secret: Secret, timestamp: number, body: string): string {
  const digest = createHmac('sha256', secret.reveal()).update(`${timestamp}.${body}`).digest('hex');
  return `v1=${digest}`;
}

function headersOf(notice: Notice, body: string, { secret }: Webhook, now: number): Record<string, string> {
  const timestamp = Math.floor(now / 1000);
  return {
    'Content-Type': 'application/json',
    'Content-Length': String(Buffer.byteLength(body)),
    'User-Agent': `baiup/${baiupVersion}`,
    'Idempotency-Key': notice.id,
    'Baiup-Event': notice.event,
    'Baiup-Timestamp': String(timestamp),
    ...(secret ? { 'Baiup-Signature': signature(secret, timestamp, body) } : {}),
  };
}

/** Where an answer sends us, if the message may go there: to the same origin. */
function onwards(status: number, location: string | undefined, from: URL): URL | undefined {
  if (!keepsMessage.has(status) || location === undefined) return undefined;
  const to = URL.parse(location, from.href);
  return to?.origin === from.origin ? to : undefined;
}

/**
 * Sends a notice once, and follows redirections within its origin alone. It never throws: what goes wrong is an answer,
 * without the address, which may be a secret.
 * @param now milliseconds since the epoch
 */
export async function sendWebhook(
  hook: Webhook,
  notice: Notice,
  now: () => number,
  signal: AbortSignal,
): Promise<Sent> {
  let url = addressOf(hook.url);
  if (!url) return { kind: 'refused', why: unusable };
  const body = hook.format === 'slack' ? slackBody(notice.text) : JSON.stringify(notice);
  const headers = headersOf(notice, body, hook, now());
  const within = deadline(hook.timeoutMs, signal);
  try {
    for (let redirects = 0; ; redirects += 1) {
      const agent = hook.network.agentFor(url);
      const request = { url, method: 'POST', headers, body, agent, mostBytes, signal: within };
      const answer = await httpRequest(request);
      const next: URL | undefined = onwards(answer.status, answer.headers.location, url);
      if (!next || redirects === mostRedirects) return judgeAnswer(answer, url, now());
      url = next;
    }
  } catch (error) {
    if (signal.aborted) return { kind: 'again', why: 'there was no time left for an answer' };
    if (within.aborted) return { kind: 'again', why: `no answer within ${hook.timeoutMs / 1000} s` };
    return { kind: 'again', why: `no answer: ${messageOf(error).replaceAll(hook.url.reveal(), url.host)}` };
  }
}
