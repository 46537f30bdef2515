import type { ErrorAnswer, Me } from '../../src/ui/server/wire.ts';

export type Trouble = ErrorAnswer['error'];

/** An answer that is no success, as the server explains it. */
export class Refused extends Error {
  readonly status: number;
  readonly trouble: Trouble;

  constructor(status: number, trouble: Trouble) {
    super(trouble.message);
    this.status = status;
    this.trouble = trouble;
  }
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null;

function troubleOf(status: number, body: unknown): Trouble {
  const error = isRecord(body) ? body['error'] : undefined;
  if (isRecord(error) && typeof error['message'] === 'string') return error as unknown as Trouble;
  return { code: `http.${status}`, message: `The server answered ${status} and said nothing else.` };
}

/** @throws Refused where the server does not do it, or cannot be reached */
async function ask<Answer>(path: string, init: RequestInit): Promise<Answer> {
  const answer = await fetch(path, { ...init, credentials: 'same-origin' }).catch(() => undefined);
  if (!answer)
    throw new Refused(0, {
      code: 'server.away',
      message: 'baiup serve does not answer.',
      hint: 'see whether it still runs in its terminal; a run goes on without it',
    });
  const body: unknown = await answer.json().catch(() => undefined);
  if (!answer.ok) throw new Refused(answer.status, troubleOf(answer.status, body));
  return body as Answer;
}

export const get = <Answer>(path: string): Promise<Answer> => ask<Answer>(path, { method: 'GET' });

/** A change; `me` says that it was asked for on this page. */
export const post = <Answer>(path: string, body: unknown, me?: Pick<Me, 'csrf'>): Promise<Answer> =>
  ask<Answer>(path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(me ? { 'x-baiup-csrf': me.csrf } : {}) },
    body: JSON.stringify(body),
  });

/** What went wrong, whatever was thrown. */
export const troubleIn = (error: unknown): Trouble =>
  error instanceof Refused
    ? error.trouble
    : { code: 'page.bug', message: error instanceof Error ? error.message : String(error) };
