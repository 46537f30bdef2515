import { BaiupError, exitCode, messageOf } from '../../lib/errors.ts';
import { systemTrouble } from '../../lib/system-trouble.ts';
import { harmlessJson } from './harmless.ts';
import type { ErrorAnswer } from './wire.ts';

export type Status = 400 | 401 | 403 | 404 | 409 | 413 | 421 | 429 | 500 | 503;

/** A refusal of the server's own, with the status that it is answered with. */
export class HttpRefusal extends Error {
  readonly status: Status;
  readonly error: ErrorAnswer['error'];

  constructor(status: Status, error: ErrorAnswer['error']) {
    super(error.message);
    this.status = status;
    this.error = error;
  }
}

const unknownCode = /\.(unknown|none|removed|never-began)$/;

function statusOf({ code, exit }: BaiupError): Status {
  if (unknownCode.test(code)) return 404;
  switch (exit) {
    case exitCode.usage:
      return 400;
    case exitCode.bug:
      return 500;
    default:
      return 409;
  }
}

const clean = (error: BaiupError): ErrorAnswer['error'] => ({
  code: error.code,
  message: error.message,
  ...(error.hint === undefined ? {} : { hint: error.hint }),
  ...(error.left === undefined ? {} : { left: error.left }),
  ...(error.findings.length > 0 ? { findings: error.findings } : {}),
});

/** What is told of an error: never a stack trace. */
export function errorOf(error: unknown): { readonly status: Status; readonly error: ErrorAnswer['error'] } {
  if (error instanceof HttpRefusal) return { status: error.status, error: error.error };
  const known = error instanceof BaiupError ? error : systemTrouble(error);
  if (known) return { status: statusOf(known), error: clean(known) };
  const message = `baiup met a fault of its own: ${messageOf(error)}`;
  return { status: 500, error: { code: 'bug', message, hint: 'report it' } };
}

export function jsonAnswer(value: unknown, status = 200, headers: Record<string, string> = {}): Response {
  return new Response(harmlessJson(value), {
    status,
    headers: { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store', ...headers },
  });
}
