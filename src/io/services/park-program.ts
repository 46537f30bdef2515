import { randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { BaiupError } from '../../lib/errors.ts';
import { waitFor } from '../../lib/wait.ts';
import type { Host } from '../hosts/port.ts';
import type { Daemon, DaemonTraces } from './daemon.ts';
import { endParked, launchOf, parkedFile, parkedIn, saidWhy } from './parked-program.ts';
import type { ParkedProgram, ParkRequest } from './port.ts';

const programs = ['park.py', 'baiup_parking.py', 'baiup_acts.py'].map((name) =>
  fileURLToPath(new URL(`parked/${name}`, import.meta.url)),
) as [string, ...string[]];

/** Where a service's program is parked, and as what. */
interface Place {
  readonly host: Host;
  readonly folder: string;
  /** What its service will start. */
  readonly daemon: Daemon;
  readonly traces: DaemonTraces;
  /** What `python -m` is told. */
  readonly module: string;
  readonly words: readonly string[];
}

function jobOf({ folder, daemon, module, words }: Place, token: string, request: ParkRequest): string {
  const { instead, imports, distribution, patience } = request;
  return JSON.stringify({
    module,
    words,
    folder,
    token,
    launch: launchOf(daemon),
    patience,
    log: daemon.log,
    variables: { [daemon.marker]: daemon.env[daemon.marker] },
    instead: instead ? [[instead.path, instead.copy]] : [],
    imports,
    package: distribution,
  });
}

/**
 * Starts a service's program up to where it would serve. Whatever waited there before is ended first.
 * @throws BaiupError `service.not-parked`, with why; nothing of it is left then
 */
export async function parkProgram(place: Place, request: ParkRequest): Promise<ParkedProgram> {
  const { host, folder, daemon, traces } = place;
  await endParked(host, folder, traces);
  const [program = '', ...beside] = programs;
  const argv = [daemon.argv[0], await host.bring(program, ...beside)] as const;
  const token = randomUUID();
  const pid = await host.launch({
    argv: [...argv, jobOf(place, token, request)],
    cwd: daemon.cwd,
    env: { ...daemon.env, [daemon.marker]: traces.parkedAs ?? '' },
    log: parkedFile(folder, 'parked.log'),
  });
  const { timeoutMs, signal } = request;
  const what = 'it to be ready to serve';
  try {
    const waits = await waitFor(
      async () => {
        const found = await parkedIn(host, folder);
        if (found?.token === token) return found;
        return (await host.processes({ pid })).length > 0 ? undefined : 'ended';
      },
      { timeoutMs, signal, what, code: 'service.not-parked' },
    );
    if (waits !== 'ended') return waits;
    throw new BaiupError('service.not-parked', await saidWhy(host, folder));
  } catch (error) {
    await endParked(host, folder, traces);
    throw error;
  }
}
