import type { HttpProbe } from '../../core/components/component.ts';
import { askHttp, type HttpAnswer } from '../services/http-probe.ts';
import { type Keypair, signedHeaders } from './sign.ts';

/**
 * Asks a component's own endpoint (`http://127.0.0.1:8081`), signed where the probe wants it.
 * @throws Error when nothing answers within `timeoutMs`
 */
export async function askProbe(
  endpoint: string,
  { path, signed }: HttpProbe,
  keypair: Keypair,
  timeoutMs: number,
): Promise<HttpAnswer> {
  const url = new URL(path, endpoint);
  const contentType = 'application/json';
  const unsigned = { method: 'GET', path, host: url.host, contentType, at: new Date() } as const;
  return askHttp(url.href, timeoutMs, signed ? signedHeaders(unsigned, keypair) : {});
}
