import { spawn } from 'node:child_process';
import { BaiupError } from '../../lib/errors.ts';

const patienceMs = 30_000;

/** What the server's process tells the one that began it. */
export interface Served {
  /** An address by which somebody comes in once. */
  readonly address: string;
}

const isServed = (message: unknown): message is Served =>
  typeof message === 'object' &&
  message !== null &&
  'address' in message &&
  typeof message.address === 'string';

/**
 * The dashboard in a process of its own, so that whoever looks costs a run nothing. It ends with this process.
 * @param argv arguments of `baiup serve`
 * @param onAddress told each address by which somebody comes in once
 * @throws BaiupError `serve.not-begun`
 */
export async function serveBeside(
  argv: readonly string[],
  onAddress: (address: string) => void,
): Promise<{ readonly end: () => void }> {
  const [main = ''] = process.argv.slice(1);
  const child = spawn(process.execPath, [...process.execArgv, main, 'serve', ...argv], {
    // Ctrl-C at the terminal of a run is the run's.
    detached: true,
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
  await new Promise<void>((resolve, reject) => {
    const fail = (why: string): void =>
      reject(
        new BaiupError('serve.not-begun', `the dashboard does not come up: ${why}`, {
          hint: 'baiup serve says why',
        }),
      );
    const timer = setTimeout(() => fail(`it says nothing within ${patienceMs / 1000} s`), patienceMs);
    child.on('message', (message) => {
      if (!isServed(message)) return;
      onAddress(message.address);
      clearTimeout(timer);
      resolve();
    });
    child.once('error', ({ message }) => fail(message));
    child.once('exit', (code) => fail(`its process ended with exit code ${code}`));
  });
  child.unref();
  child.channel?.unref();
  return { end: () => child.connected && child.disconnect() };
}

/** Tells whoever began this process by `serveBeside`; nobody where it was typed. */
export function tellParent(served: Served): void {
  if (process.connected) process.send?.(served);
}

/** Fires once whoever began this process by `serveBeside` is gone; never where it was typed. */
export function parentGone(): AbortSignal {
  const gone = new AbortController();
  if (process.connected) process.once('disconnect', () => gone.abort());
  return gone.signal;
}
