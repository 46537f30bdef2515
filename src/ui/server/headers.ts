import type { MiddlewareHandler } from 'hono';

const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'self'",
  "form-action 'none'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
].join('; ');

const always: Readonly<Record<string, string>> = {
  'content-security-policy': policy,
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), microphone=(), geolocation=(), payment=(), usb=()',
};

/** What a browser is told with every answer: nothing of others is loaded, and nobody else shows or reads it. */
export function safeHeaders(tls: boolean): MiddlewareHandler {
  return async (ask, next) => {
    await next();
    for (const [name, value] of Object.entries(always)) {
      if (!ask.res.headers.has(name)) ask.res.headers.set(name, value);
    }
    if (tls) ask.res.headers.set('strict-transport-security', 'max-age=31536000');
  };
}
