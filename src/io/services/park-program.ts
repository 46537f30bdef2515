import { randomUUID } from 'node:crypto';
import type { Host } from '../hosts/port.ts';
import type { Daemon, DaemonTraces } from './daemon.ts';
import { jobText, parkingPrograms, untilParked } from './park-job.ts';
import { endParked, launchOf, parkedFile, parkedIn, saidWhy } from './parked-program.ts';
import type { ParkedProgram, ParkRequest } from './port.ts';

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
  const job = {
    ...{ token, module, words, folder },
    go: parkedFile(folder, 'parked.go'),
    launch: launchOf(daemon),
    log: daemon.log,
    variables: { [daemon.marker]: daemon.env[daemon.marker] },
  };
  return jobText(job, request);
}

/**
 * Starts a service's program up to where it would serve. Whatever waited there before is ended first.
 * @throws BaiupError `service.not-parked`, with why; nothing of it is left then
 */
export async function parkProgram(place: Place, request: ParkRequest): Promise<ParkedProgram> {
  const { host, folder, daemon, traces } = place;
  await endParked(host, folder, traces);
  const [program, ...beside] = parkingPrograms;
  const argv = [daemon.argv[0], await host.bring(program, ...beside)] as const;
  const token = randomUUID();
  const pid = await host.launch({
    argv: [...argv, jobOf(place, token, request)],
    cwd: daemon.cwd,
    env: { ...daemon.env, [daemon.marker]: traces.parkedAs ?? '' },
    log: parkedFile(folder, 'parked.log'),
  });
  try {
    const lives = async () => (await host.processes({ pid })).length > 0;
    const looks = { waits: () => parkedIn(host, folder), lives, why: () => saidWhy(host, folder) };
    return await untilParked(looks, token, request);
  } catch (error) {
    await endParked(host, folder, traces);
    throw error;
  }
}
