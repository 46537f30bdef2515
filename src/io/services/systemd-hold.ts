import type { Host, HostReader } from '../hosts/port.ts';
import type { StopSignal } from './port.ts';
import { startersOf } from './systemd-starters.ts';

const folderOf = (unit: string): string => `/run/systemd/system/${unit}.d`;

/** The last of all drop-ins, and gone with the next boot. */
const fileOf = (unit: string): string => `${folderOf(unit)}/zz-baiup.conf`;

const mark = '# Given back at the end: ';

/**
 * What holds for a service while baiup has it stopped: whoever starts it fails and is told so, it ends by the
 * component's own signal, and systemd neither hurries it nor starts it again. An assertion, because a mask has no effect
 * on a unit below /etc, and would take away with the unit's file also how it stops.
 */
function text(signal: StopSignal, stopped: readonly string[]): string {
  return [
    '# baiup has this service stopped for an upgrade, and takes this file away.',
    `${mark}${stopped.join(' ')}`,
    '[Unit]',
    'AssertPathExists=/run/baiup-lets-it-start',
    '[Service]',
    'Restart=no',
    'ExecStop=',
    `KillSignal=${signal}`,
    'KillMode=process',
    'TimeoutStopSec=infinity',
    '',
  ].join('\n');
}

const systemctl = (root: Host, ...words: string[]) =>
  root.run({ argv: ['systemctl', ...words], timeoutMs: 90_000 });

/** The units that a hold has stopped; undefined where there is no hold. */
async function heldUnits(host: HostReader, unit: string): Promise<readonly string[] | undefined> {
  const line = (await host.readText(fileOf(unit)))?.split('\n').find((each) => each.startsWith(mark));
  return line
    ?.slice(mark.length)
    .split(' ')
    .filter((word) => word !== '');
}

/** Nothing starts it from now on; what would have is asked to stop, and written down first. @returns those units */
export async function holdUnit(root: Host, unit: string, signal: StopSignal): Promise<readonly string[]> {
  const before = (await heldUnits(root, unit)) ?? [];
  const now = (await startersOf(root, unit)).map((starter) => starter.unit);
  const stopped = [...new Set([...before, ...now])];
  await writeHold(root, unit, text(signal, stopped));
  // A watcher that the service needs ends after it, so nobody waits for it yet.
  if (stopped.length > 0) await systemctl(root, 'stop', '--no-block', '--', ...stopped);
  return stopped;
}

/** Lets the service start again, and keeps in mind what is to be given back. @returns whether it was held */
export async function loosenUnit(root: Host, unit: string): Promise<boolean> {
  const stopped = await heldUnits(root, unit);
  if (stopped !== undefined) await writeHold(root, unit, `${mark}${stopped.join(' ')}\n`);
  return stopped !== undefined;
}

/** Starts again what was stopped with a service, and leaves no trace. */
export async function giveBack(root: Host, unit: string): Promise<void> {
  const stopped = await heldUnits(root, unit);
  if (stopped === undefined) return;
  if (stopped.length > 0) await systemctl(root, 'start', '--', ...stopped);
  await root.remove(fileOf(unit));
  await root.ask({ argv: ['rmdir', '--', folderOf(unit)], timeoutMs: 10_000 });
  await systemctl(root, 'daemon-reload');
}

async function writeHold(root: Host, unit: string, content: string): Promise<void> {
  await root.makeFolder(folderOf(unit));
  await root.writeText(fileOf(unit), content, 0o644);
  await systemctl(root, 'daemon-reload');
}
