import { randomUUID } from 'node:crypto';
import { BaiupError } from '../../lib/errors.ts';
import { jobText, parkingPrograms, untilParked } from './park-job.ts';
import { type ParkedRecord, parkedIn, saidWhy } from './parked-program.ts';
import type { ParkedProgram, ParkRequest } from './port.ts';
import { systemctl } from './systemctl.ts';
import { endTransient, startTransient, transientName, transientState } from './transient-unit.ts';
import { folderBeside, layFolder, ownIn } from './unit-folder.ts';
import { besideText, type LaunchedUnit, launchPrint, requireLaunch, unitLaunch } from './unit-launch.ts';

/** The oldest systemd whose units may take in what another one has started: older ones were not tried. */
const oldestSystemd = 239;

const nameOf = ({ unit }: LaunchedUnit): string => transientName(unit, 'parked');
const folderOf = ({ unit }: LaunchedUnit): string => folderBeside(unit, 'parked');

async function requireSystemd({ root }: LaunchedUnit): Promise<void> {
  const { stdout } = await root.ask({ argv: ['systemctl', '--version'], timeoutMs: 30_000 });
  const version = Number(/^systemd (\d+)/.exec(stdout)?.[1]);
  if (!(version >= oldestSystemd))
    throw new BaiupError(
      'service.not-parked',
      `systemd on ${root.name} is ${version}, and no unit was tried with one before ${oldestSystemd}`,
    );
}

/** The program that waits for a unit's start, with its process as systemd knows it: what it says itself is its user's. */
export async function waitsFor(of: LaunchedUnit): Promise<ParkedRecord | undefined> {
  const waits = await parkedIn(of.root, ownIn(folderOf(of)));
  if (!waits) return undefined;
  return (await transientState(of.root, nameOf(of))).pid === waits.pid ? waits : undefined;
}

/** Ends whatever waits, and takes away what it has left. What the unit has taken in is the unit's. */
export async function unparkUnit(of: LaunchedUnit): Promise<void> {
  if (await clearParked(of)) await systemctl(of.root, 'daemon-reload');
}

/** The same, before systemd reads its files anew. @returns whether it has to */
export async function clearParked({ root, unit }: Pick<LaunchedUnit, 'root' | 'unit'>): Promise<boolean> {
  const { outdated } = await endTransient(root, transientName(unit, 'parked'));
  await root.remove(folderBeside(unit, 'parked'));
  return outdated;
}

/**
 * Starts the program of a unit up to where it would serve, in a unit of its own that gives it the same.
 * @throws BaiupError `service.not-parked`, with why; nothing of it is left then
 */
export async function parkUnit(of: LaunchedUnit, request: ParkRequest): Promise<ParkedProgram> {
  const { root, unit } = of;
  await unparkUnit(of);
  await requireSystemd(of);
  const { environment, instead } = request;
  const launch = await unitLaunch(of, environment);
  requireLaunch(launch, true, 'service.not-parked');
  const [folder, name] = [folderOf(of), nameOf(of)];
  const [token, own] = [randomUUID(), ownIn(folder)];
  try {
    const copy = instead && `${own}/instead`;
    await layFolder(root, folder, {
      ...{ user: launch.user, variables: launch.variables, programs: parkingPrograms },
      given: instead ? [[instead.copy, copy ?? '']] : [],
    });
    const [, module = '', ...words] = launch.program.arguments;
    const job = jobText(
      {
        ...{ token, module, words, folder: own, go: `${folder}/go`, launch: launchPrint(launch) },
        ...{ log: undefined, variables: {} },
      },
      { ...request, instead: instead && { path: instead.path, copy: copy ?? '' } },
    );
    const text = besideText(launch, {
      ...{ folder, writes: own },
      argv: [`${environment}/bin/python`, `${folder}/park.py`, job],
      description: `The next program of ${unit}, which waits for its start`,
      // It may have become the unit's own.
      own: ['KillMode=none'],
    });
    await startTransient(root, name, text);
    const lives = async () => (await transientState(root, name)).pid !== undefined;
    return await untilParked(
      { waits: () => waitsFor(of), lives, why: () => saidWhy(root, own) },
      token,
      request,
    );
  } catch (error) {
    await unparkUnit(of);
    throw error;
  }
}
