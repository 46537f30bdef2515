import { asTyped } from '../../lib/as-typed.ts';
import { BaiupError, messageOf } from '../../lib/errors.ts';
import { waitFor } from '../../lib/wait.ts';
import type { Host, HostReader } from '../hosts/port.ts';
import { groupPids } from './control-group.ts';
import { environmentDoor, type NamedBy } from './environment-door.ts';
import type { Service, StopSignal } from './port.ts';
import { giveBack, holdUnit, loosenUnit, needsHeld } from './systemd-hold.ts';
import { type ReadCommand, unitProgram } from './systemd-program.ts';
import { unitName, unitState } from './systemd-unit.ts';

export interface SystemdUnit extends Partial<Pick<NamedBy, 'beside' | 'sharedWith'>> {
  /** `backendai-manager`, with its ending or without. */
  readonly unit: string;
  /** The path by which the unit, or its script, names the environment. */
  readonly environment: string;
  /** What its Python runs in the end, where the unit does not say so itself: `-m`, a module, and what that is told. */
  readonly starts: readonly string[];
  /** How its command, and the scripts behind it, are read. */
  readonly read?: ReadCommand;
  /** For which it is stopped: told to whoever finds it held. */
  readonly run?: string | undefined;
  /** Units of other members of its host: they are stopped and started for themselves. */
  readonly members?: readonly string[];
  /** By which its files of variables are read: these may be root's. The host itself unless told. */
  readonly reader?: HostReader;
}

type Patience = Parameters<Service['stop']>[1];

/** Milliseconds a kill may take to be seen, and an earlier stop that nobody has waited for to end by itself. */
const [killTimeoutMs, endTimeoutMs] = [10_000, 30_000];

/** A unit of a host's systemd. What changes it is done as root. */
export function systemdService(host: Host, described: SystemdUnit): Service {
  const unit = unitName(described.unit);
  const { environment: path, beside = path, sharedWith = [] } = described;
  const root = host.asRoot();
  const door = () => environmentDoor(host, { unit, path, beside, sharedWith });
  const state = () => unitState(host, unit);
  const members = (described.members ?? []).map(unitName);
  const logTail: Service['logTail'] = async (lines, since) => {
    const from = since === undefined ? [] : [`--since=@${(since.getTime() / 1000).toFixed(3)}`];
    const what = ['--unit', unit, '--lines', String(lines), '--output=cat', '--no-pager', '--quiet'];
    const asked = await root.ask({ argv: ['journalctl', ...what, ...from], timeoutMs: 60_000 });
    return asked.stdout.trimEnd();
  };
  return {
    state: async () => {
      const [{ mainPid: pid, life }, environment] = await Promise.all([
        state(),
        door().then((by) => by.seen()),
      ]);
      return pid === undefined
        ? { active: false, life, ...environment }
        : { active: true, pid, life, ...environment };
    },
    program: () => unitProgram(described.reader ?? host, unit, described),
    logTail,
    start: async () => {
      const before = await state();
      // A stop that was cut short goes on, and what comes after it must not wait for it for ever.
      if (before.active === 'deactivating') await emptied(root, unit, { timeoutMs: endTimeoutMs });
      await loosenUnit(root, unit, members);
      if (before.mainPid === undefined || before.active === 'deactivating') {
        // A worker whose main process died would hold the port of the new one.
        await killed(root, before.controlGroup);
        await root.ask({ argv: ['systemctl', 'reset-failed', '--', unit], timeoutMs: 30_000 });
        await startUnit(root, unit, members).catch(async (error: unknown) => {
          const last = await logTail(12).catch(messageOf);
          throw new BaiupError('service.not-started', `${unit} on ${host.name} did not start:\n${last}`, {
            hint: `on ${host.name}: systemctl status ${asTyped(unit)}`,
            cause: error,
          });
        });
      }
      await giveBack(root, unit);
      return { parked: false };
    },
    park: async () => {
      throw new BaiupError('service.not-parked', `systemd starts ${unit} itself`);
    },
    parked: async () => undefined,
    unpark: async () => undefined,
    stop: async (signal, patience) => {
      patience.signal?.throwIfAborted();
      return stopUnit(root, unit, signal, patience, described.run);
    },
    linkEnvironment: async (keep) => (await door()).link(keep),
    forgetLink: async (keep) => (await door()).forget(keep),
    switchEnvironment: async (environment, keep) => (await door()).switch(environment, keep),
  };
}

/** What it needs of another member that is stopped still is started for that one; nothing else can be done without. */
async function startUnit(root: Host, unit: string, members: readonly string[]): Promise<void> {
  const start = (...mode: string[]) =>
    root.run({ argv: ['systemctl', 'start', ...mode, '--', unit], timeoutMs: 120_000 });
  await start().catch(async (error: unknown) => {
    if (!(await needsHeld(root, unit, members))) throw error;
    await start('--job-mode=ignore-requirements');
  });
}

/**
 * By the component's own signal, and then until nothing of it lives: its main process may leave workers that hold its
 * ports. What would start it again is stopped too, until it is started by us.
 */
async function stopUnit(root: Host, unit: string, signal: StopSignal, patience: Patience, run?: string) {
  const beside = await holdUnit(root, unit, signal, run);
  await root.run({ argv: ['systemctl', 'stop', '--no-block', '--', unit], timeoutMs: 30_000 });
  const left = await emptied(root, unit, patience);
  if (beside.length > 0) await root.run({ argv: ['systemctl', 'stop', '--', ...beside], timeoutMs: 120_000 });
  await root.ask({ argv: ['systemctl', 'reset-failed', '--', unit], timeoutMs: 30_000 });
  return { killed: left };
}

/** Waits until a unit that ends has ended; kills what is left at the deadline. @returns whether it had to */
async function emptied(root: Host, unit: string, patience: Patience): Promise<boolean> {
  const { controlGroup } = await unitState(root, unit);
  await gone(root, controlGroup, patience).catch((error: unknown) => {
    if (patience.signal?.aborted) throw error;
  });
  const had = await killed(root, controlGroup);
  await waitFor(
    async () => (/^(inactive|failed)$/.test((await unitState(root, unit)).active) ? true : undefined),
    {
      timeoutMs: killTimeoutMs,
      everyMs: 50,
      what: `systemd on ${root.name} to see that ${unit} has ended`,
      code: 'service.stop-deadline',
    },
  );
  return had;
}

async function killed(root: Host, group: string): Promise<boolean> {
  const left = await groupPids(root, group);
  if (left.length === 0) return false;
  await root.signal(left, 'SIGKILL');
  await gone(root, group, { timeoutMs: killTimeoutMs });
  return true;
}

async function gone(root: Host, group: string, patience: Patience): Promise<void> {
  await waitFor(async () => ((await groupPids(root, group)).length === 0 ? true : undefined), {
    ...patience,
    everyMs: 50,
    what: `the processes of ${group} on ${root.name} to end`,
    code: 'service.stop-deadline',
  });
}
