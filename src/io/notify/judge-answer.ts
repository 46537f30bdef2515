import type { IncomingHttpHeaders } from 'node:http';
import { printable } from '../../lib/printable.ts';
import type { Sent } from './sent.ts';

/** What came back over HTTP. */
interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
}

const saidMost = 200;

/** Of a redirection only the host is told: the rest may be a secret. */
function movedTo(location: string | undefined, from: URL): string {
  const to = location === undefined ? undefined : (URL.parse(location, from.href) ?? undefined);
  if (!to) return '';
  return to.origin === from.origin
    ? ' on the same host'
    : ` to ${to.host === from.host ? to.origin : to.host}`;
}

/** Milliseconds that an answer asks to wait for, by its header Retry-After: seconds, or a date. */
function retryAfter(header: string | undefined, now: number): number | undefined {
  if (header === undefined) return undefined;
  const text = header.trim();
  if (/^\d+$/.test(text)) return Number(text) * 1000;
  const at = /^[A-Z][a-z]{2}/.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(at) ? undefined : Math.max(0, at - now);
}

/** Too slow, too often: the same message may be taken later. */
const passing: ReadonlySet<number> = new Set([408, 429]);

/** What an answer comes to; one that redirects was not followed. */
export function judgeAnswer({ status, headers, text }: Answer, url: URL, now: number): Sent {
  const shown = printable(text).slice(0, saidMost);
  const said = shown === '' ? {} : { said: shown };
  if (status >= 200 && status < 300) return { kind: 'taken', how: `answered ${status}`, ...said };
  if (status >= 300 && status < 400) {
    const why = `it redirects (${status})${movedTo(headers.location, url)}, which is not followed`;
    return { kind: 'refused', why, ...said };
  }
  const why = `it answered ${status}`;
  if (status < 500 && !passing.has(status)) return { kind: 'refused', why, ...said };
  const afterMs = retryAfter(headers['retry-after'], now);
  return { kind: 'again', why, ...(afterMs === undefined ? {} : { afterMs }), ...said };
}
