import { deadline } from '../../lib/wait.ts';

export interface HttpAnswer {
  readonly status: number;
  /** Parsed where it is JSON, else undefined. */
  readonly body: unknown;
}

/**
 * Asks a component's own endpoint.
 * @throws Error when nothing answers within `timeoutMs`
 */
export async function askHttp(
  url: string,
  timeoutMs: number,
  headers: Readonly<Record<string, string>> = {},
): Promise<HttpAnswer> {
  const response = await fetch(url, { signal: deadline(timeoutMs), redirect: 'manual', headers });
  const text = await response.text();
  try {
    return { status: response.status, body: JSON.parse(text) };
  } catch {
    return { status: response.status, body: undefined };
  }
}
