import type { HttpProbe } from '../../core/components/component.ts';
import type { HttpQuestion } from '../hosts/network-port.ts';
import type { HostReader } from '../hosts/port.ts';
import { askJson, type JsonAnswer } from '../services/ask-json.ts';
import { type Keypair, signedHeaders } from './sign.ts';

/**
 * Asks a component's own endpoint (`http://127.0.0.1:8081`) as its host sees it, signed where the probe wants it.
 * @throws Error when nothing answers within `timeoutMs`
 */
export async function askProbe(
  host: Pick<HostReader, 'http'>,
  endpoint: string,
  { path, signed }: HttpProbe,
  keypair: Keypair,
  { timeoutMs, trust }: Pick<HttpQuestion, 'timeoutMs' | 'trust'>,
): Promise<JsonAnswer> {
  const url = new URL(path, endpoint);
  const contentType = 'application/json';
  const unsigned = { method: 'GET', path, host: url.host, contentType, at: new Date() } as const;
  const headers = signed ? signedHeaders(unsigned, keypair) : {};
  return askJson(host, { url: url.href, timeoutMs, headers, trust });
}
