import { BaiupError } from '../../lib/errors.ts';
import type { Host, HostReader } from '../hosts/port.ts';
import type { StopSignal } from './port.ts';
import { systemctl } from './systemctl.ts';
import { startersOf } from './systemd-starters.ts';
import { showUnits } from './systemd-unit.ts';
import {
  holdFile,
  holdFolder,
  holdText,
  holdTrees,
  loosenedText,
  readHold,
  type UnitHold,
} from './unit-hold.ts';

/** Undefined where there is none. */
async function holdOf(host: HostReader, unit: string): Promise<UnitHold | undefined> {
  const [inEtc, inRun] = await Promise.all(holdTrees.map((tree) => host.readText(holdFile(unit, tree))));
  return readHold(inEtc) ?? readHold(inRun);
}

/**
 * Nothing starts it from now on; what would have is asked to stop, and written down first.
 * @param run for which it is stopped
 * @returns those units
 */
export async function holdUnit(
  root: Host,
  unit: string,
  signal: StopSignal,
  run?: string,
): Promise<readonly string[]> {
  const before = (await holdOf(root, unit))?.stopped ?? [];
  const now = (await startersOf(root, unit)).map((starter) => starter.unit);
  const stopped = [...new Set([...before, ...now])];
  await writeHold(root, unit, holdText(signal, { run, stopped }));
  // A watcher that the service needs ends after it, so nobody waits for it yet.
  if (stopped.length > 0) await systemctl(root, 'stop', '--no-block', '--', ...stopped);
  return stopped;
}

/**
 * Lets the service start again, and keeps in mind what is to be given back.
 * @param members units that are stopped and started for themselves
 * @returns whether systemd has read its files anew for that
 */
export async function loosenUnit(
  root: Host,
  unit: string,
  members: readonly string[] = [],
): Promise<boolean> {
  const hold = await holdOf(root, unit);
  if (!hold) return false;
  // What came up with its host meanwhile was started from the release of before. A target runs nothing itself, and
  // would take with it what was started since.
  const again = hold.stopped.filter((each) => !each.endsWith('.target') && !members.includes(each));
  if (again.length > 0) await systemctl(root, 'stop', '--', ...again);
  await writeHold(root, unit, loosenedText(hold));
  return true;
}

/** Whether a unit needs one of other members that nobody can start now. */
export async function needsHeld(
  host: HostReader,
  unit: string,
  members: readonly string[],
): Promise<boolean> {
  const [shown = {}] = await showUnits(host, [unit], ['Requires', 'Requisite', 'BindsTo']);
  const needed = Object.values(shown).flatMap((text) => text.split(' '));
  const all = await Promise.all(
    members.filter((each) => needed.includes(each)).map((each) => holdOf(host, each)),
  );
  return all.some((hold) => hold?.isHeld);
}

/** Whether what belongs to a service that runs is still to be given back: its start, or its stop, was cut. */
export const isHeldStill = async (host: HostReader, unit: string): Promise<boolean> =>
  (await holdOf(host, unit)) !== undefined;

/** Starts again what was stopped with a service, and leaves no trace. @returns whether systemd has read its files anew */
export async function giveBack(root: Host, unit: string): Promise<boolean> {
  const hold = await holdOf(root, unit);
  if (!hold) return false;
  await startAgain(root, hold.stopped);
  for (const tree of holdTrees) await removeFrom(root, unit, tree);
  await systemctl(root, 'daemon-reload');
  return true;
}

/**
 * Starts what was at work before, and nothing else: neither what else a target wants, nor what is stopped for a member
 * of its own, which is started for that one.
 */
async function startAgain(root: Host, units: readonly string[]): Promise<void> {
  const holds = await Promise.all(units.map((each) => holdOf(root, each)));
  const free = units.filter((_, index) => !holds[index]?.isHeld);
  if (free.length > 0) await systemctl(root, 'start', '--job-mode=ignore-requirements', '--', ...free);
}

async function removeFrom(root: Host, unit: string, tree: string): Promise<void> {
  // It may be on a disk that cannot be written, and never was there.
  if ((await root.stat(holdFile(unit, tree))) === undefined) return;
  await root.remove(holdFile(unit, tree));
  await root.ask({ argv: ['rmdir', '--', holdFolder(unit, tree)], timeoutMs: 10_000 });
}

async function writeHold(root: Host, unit: string, content: string): Promise<void> {
  const [etc, run] = holdTrees;
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
  await root.makeFolder(holdFolder(unit, tree));
  await root.run({ argv: ['chmod', '755', '--', holdFolder(unit, tree)], timeoutMs: 10_000 });
  await root.writeText(holdFile(unit, tree), content, 0o644);
  return true;
}
