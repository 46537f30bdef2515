import { hostTrouble } from '../../../io/hosts/host-trouble.ts';
import type { HostReader } from '../../../io/hosts/port.ts';

/**
 * What is found out about a host by many questions, of which each may have no answer. Where that is because the host did
 * not answer, nothing is known of it, and silence is taken for no news.
 * @throws BaiupError `host.*`
 */
export async function heardOut<T>(host: HostReader, action: (host: HostReader) => Promise<T>): Promise<T> {
  let unheard: Error | undefined;
  const noting =
    <A extends unknown[], R>(verb: (...words: A) => Promise<R>) =>
    async (...words: A): Promise<R> => {
      try {
        return await verb(...words);
      } catch (error) {
        unheard ??= hostTrouble(error);
        throw error;
      }
    };
  const found = await action({
    ...host,
    ask: noting(host.ask),
    readText: noting(host.readText),
    readPart: noting(host.readPart),
    stat: noting(host.stat),
    list: noting(host.list),
    processes: noting(host.processes),
  });
  if (unheard) throw unheard;
  return found;
}
