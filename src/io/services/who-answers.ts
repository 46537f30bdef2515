import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import type { HttpAnswer } from '../hosts/network-port.ts';
import type { HostReader } from '../hosts/port.ts';
import { type DaemonTraces, daemonPid } from './daemon.ts';
import type { AddressQuestion } from './port.ts';

const program = fileURLToPath(new URL('who_answers.py', import.meta.url));
const answered = z.object({ status: z.int(), text: z.string() });

/** Everybody can reach the host itself where a service listens at all of its addresses. */
const reached = (host: string): string => (host === '0.0.0.0' ? '127.0.0.1' : host === '::' ? '::1' : host);

/**
 * What a daemon itself answers at an address, of all that listen there; undefined where it does not run, or does not
 * answer in time.
 * @param environment whose Python asks
 */
export async function answerOf(
  host: HostReader,
  environment: string,
  daemon: DaemonTraces,
  { address, path, tls, timeoutMs }: AddressQuestion,
): Promise<HttpAnswer | undefined> {
  const pid = await daemonPid(host, daemon);
  if (pid === undefined) return undefined;
  const pids = (await host.processes({ group: pid })).map((each) => each.pid);
  const question = {
    ...{ host: reached(address.host), port: address.port, path, tls },
    ...{ pids: [...new Set([pid, ...pids])], seconds: timeoutMs / 1000 },
  };
  const { exitCode, stdout } = await host.ask({
    argv: [join(environment, 'bin', 'python'), '-I', await host.bring(program), JSON.stringify(question)],
    timeoutMs: timeoutMs + 15_000,
  });
  if (exitCode !== 0) return undefined;
  return answered.safeParse(JSON.parse(stdout)).data;
}
