import { BaiupError } from '../../lib/errors.ts';
import type { Host, HostReader } from '../hosts/port.ts';
import type { StopSignal } from './port.ts';
import { startersOf } from './systemd-starters.ts';

/**
 * Where a hold may be. The first one stays through a boot: a host that restarts in the middle starts nothing on a
 * database that is half way. The second one is for hosts whose /etc cannot be written.
 */
const trees = ['/etc', '/run'] as const;

const folderOf = (unit: string, tree: string): string => `${tree}/systemd/system/${unit}.d`;

/** The last of all drop-ins. */
const fileOf = (unit: string, tree: string): string => `${folderOf(unit, tree)}/zz-baiup.conf`;

const mark = '# Given back at the end: ';

/**
 * What holds for a service while baiup has it stopped: whoever starts it fails and is told so, it ends by the
 * component's own signal, and systemd neither hurries it nor starts it again. An assertion, because a mask has no effect
 * on a unit below /etc, and would take away with the unit's file also how it stops.
 */
function text(signal: StopSignal, stopped: readonly string[]): string {
  return [
    '# baiup has this service stopped for an upgrade. It takes this file away when it starts the service again:',
    '# where the upgrade was cut, type `baiup resume` or `baiup rollback` where it was begun.',
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

const namedIn = (text: string | undefined): readonly string[] | undefined =>
  text
    ?.split('\n')
    .find((line) => line.startsWith(mark))
    ?.slice(mark.length)
    .split(' ')
    .filter((word) => word !== '');

/** The units that a hold has stopped; undefined where there is no hold. */
async function heldUnits(host: HostReader, unit: string): Promise<readonly string[] | undefined> {
  const [inEtc, inRun] = await Promise.all(trees.map((tree) => host.readText(fileOf(unit, tree))));
  return namedIn(inEtc) ?? namedIn(inRun);
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

/** Lets the service start again, and keeps in mind what is to be given back. */
export async function loosenUnit(root: Host, unit: string): Promise<void> {
  const stopped = await heldUnits(root, unit);
  if (stopped === undefined) return;
  // What came up with its host meanwhile was started from the release of before.
  if (stopped.length > 0) await systemctl(root, 'stop', '--', ...stopped);
  await writeHold(root, unit, `${mark}${stopped.join(' ')}\n`);
}

/** Starts again what was stopped with a service, and leaves no trace. */
export async function giveBack(root: Host, unit: string): Promise<void> {
  const stopped = await heldUnits(root, unit);
  if (stopped === undefined) return;
  if (stopped.length > 0) await systemctl(root, 'start', '--', ...stopped);
  for (const tree of trees) await removeFrom(root, unit, tree);
  await systemctl(root, 'daemon-reload');
}

async function removeFrom(root: Host, unit: string, tree: string): Promise<void> {
  // It may be on a disk that cannot be written, and never was there.
  if ((await root.stat(fileOf(unit, tree))) === undefined) return;
  await root.remove(fileOf(unit, tree));
  await root.ask({ argv: ['rmdir', '--', folderOf(unit, tree)], timeoutMs: 10_000 });
}

async function writeHold(root: Host, unit: string, content: string): Promise<void> {
  const [etc, run] = trees;
  const isKept = await writeInto(root, unit, etc, content).catch((error: unknown) => {
    if (error instanceof BaiupError && error.code === 'host.refused') return false;
    throw error;
  });
  // A driver of an older release may have left one there: of two the one in /etc counts.
  if (isKept) await removeFrom(root, unit, run);
  else await writeInto(root, unit, run, content);
  await systemctl(root, 'daemon-reload');
}

async function writeInto(root: Host, unit: string, tree: string, content: string): Promise<true> {
  await root.makeFolder(folderOf(unit, tree));
  await root.run({ argv: ['chmod', '755', '--', folderOf(unit, tree)], timeoutMs: 10_000 });
  await root.writeText(fileOf(unit, tree), content, 0o644);
  return true;
}
