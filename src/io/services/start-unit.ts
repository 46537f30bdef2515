import { asTyped } from '../../lib/as-typed.ts';
import { BaiupError, messageOf } from '../../lib/errors.ts';
import type { Host } from '../hosts/port.ts';
import { killGroup } from './control-group-end.ts';
import type { Started } from './port.ts';
import { systemctl } from './systemctl.ts';
import { giveBack, loosenUnit, needsHeld } from './systemd-hold.ts';
import { unitState } from './systemd-unit.ts';
import { dropTakeIn, prepareTakeIn, type TakenIn, whyNotTakenIn } from './take-in.ts';
import { unitEnded } from './unit-ended.ts';
import type { LaunchedUnit } from './unit-launch.ts';
import { clearParked } from './unit-parking.ts';

/** A unit that is started, and what is told where it does not. */
export interface StartedUnit extends LaunchedUnit {
  /** Units of other members of its host: they are stopped and started for themselves. */
  readonly members: readonly string[];
  readonly logTail: (lines: number) => Promise<string>;
  /** The environment that it starts from now. */
  readonly environment: () => Promise<string>;
}

/** Milliseconds an earlier stop that nobody has waited for may take to end by itself. */
const endTimeoutMs = 30_000;

/** What it needs of another member that is stopped still is started for that one; nothing else can be done without. */
async function begin(root: Host, unit: string, members: readonly string[]): Promise<void> {
  const start = (...mode: string[]) =>
    root.run({ argv: ['systemctl', 'start', ...mode, '--', unit], timeoutMs: 120_000 });
  await start().catch(async (error: unknown) => {
    if (!(await needsHeld(root, unit, members))) throw error;
    await start('--job-mode=ignore-requirements');
  });
}

async function beginCold(of: StartedUnit): Promise<void> {
  const { root, unit, members, logTail } = of;
  await begin(root, unit, members).catch(async (error: unknown) => {
    const last = await logTail(12).catch(messageOf);
    throw new BaiupError('service.not-started', `${unit} on ${root.name} did not start:\n${last}`, {
      hint: `on ${root.name}: systemctl status ${asTyped(unit)}`,
      cause: error,
    });
  });
}

/** With what waits for it; where that cannot be, as usual. */
async function beginTaken(of: StartedUnit): Promise<Started> {
  const { root, unit, members } = of;
  try {
    await begin(root, unit, members);
    return { parked: true };
  } catch (error) {
    if (!(error instanceof BaiupError) || error.code !== 'command.failed') throw error;
    const why = await whyNotTakenIn(of);
    await dropTakeIn(root, unit);
    await systemctl(root, 'daemon-reload');
    await unitEnded(root, unit, { timeoutMs: 0 });
    await root.ask({ argv: ['systemctl', 'reset-failed', '--', unit], timeoutMs: 30_000 });
    await beginCold(of);
    return { parked: false, why };
  }
}

/** @param controlGroup where something of it may be left */
async function beginFrom(
  of: StartedUnit,
  found: TakenIn | undefined,
  controlGroup: string,
): Promise<Started> {
  const { root, unit } = of;
  // A worker whose main process died would hold the port of the new one.
  await killGroup(root, controlGroup);
  await root.ask({ argv: ['systemctl', 'reset-failed', '--', unit], timeoutMs: 30_000 });
  if (found && found.why === undefined) return beginTaken(of);
  await beginCold(of);
  return { parked: false, ...found };
}

/** Starts a unit, unless it runs; in both cases nothing of ours is left of a stop, or of what has waited for its start. */
export async function startUnit(of: StartedUnit): Promise<Started> {
  const { root, unit, members, environment } = of;
  const before = await unitState(root, unit);
  // A stop that was cut short goes on, and what comes after it must not wait for it for ever.
  if (before.active === 'deactivating') await unitEnded(root, unit, { timeoutMs: endTimeoutMs });
  const runs = before.mainPid !== undefined && before.active !== 'deactivating';
  const found = runs ? undefined : await prepareTakeIn(of, await environment());
  const isRead = await loosenUnit(root, unit, members);
  if (found && found.why === undefined && !isRead) await systemctl(root, 'daemon-reload');
  const started = runs ? { parked: false } : await beginFrom(of, found, before.controlGroup);
  const outdated = [await dropTakeIn(root, unit), await clearParked(of)];
  if (!(await giveBack(root, unit)) && outdated.includes(true)) await systemctl(root, 'daemon-reload');
  return started;
}
