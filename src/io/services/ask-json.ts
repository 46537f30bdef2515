import type { HttpQuestion } from '../hosts/network-port.ts';
import type { HostReader } from '../hosts/port.ts';

export interface JsonAnswer {
  readonly status: number;
  /** Parsed where it is JSON, else undefined. */
  readonly body: unknown;
}

/** Asks an endpoint as a host sees it. @throws Error when nothing answers within `timeoutMs` */
export async function askJson(host: Pick<HostReader, 'http'>, question: HttpQuestion): Promise<JsonAnswer> {
  const { status, text } = await host.http(question);
  try {
    return { status, body: JSON.parse(text) };
  } catch {
    return { status, body: undefined };
  }
}
