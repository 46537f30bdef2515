import type { Host, HostReader } from '../hosts/port.ts';
import { environmentDoor, type NamedBy } from './environment-door.ts';
import type { Service, StopSignal } from './port.ts';
import { startUnit } from './start-unit.ts';
import { holdUnit, isHeldStill } from './systemd-hold.ts';
import { type ReadCommand, unitProgram } from './systemd-program.ts';
import { unitName, unitState } from './systemd-unit.ts';
import { dropTakeIn } from './take-in.ts';
import { unitEnded } from './unit-ended.ts';
import { parkUnit, unparkUnit, waitsFor } from './unit-parking.ts';

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

/** A unit of a host's systemd. What changes it is done as root. */
export function systemdService(host: Host, described: SystemdUnit): Service {
  const unit = unitName(described.unit);
  const { environment: path, beside = path, sharedWith = [] } = described;
  const root = host.asRoot();
  const door = () => environmentDoor(host, { unit, path, beside, sharedWith });
  const members = (described.members ?? []).map(unitName);
  const logTail: Service['logTail'] = async (lines, since) => {
    const from = since === undefined ? [] : [`--since=@${(since.getTime() / 1000).toFixed(3)}`];
    const what = ['--unit', unit, '--lines', String(lines), '--output=cat', '--no-pager', '--quiet'];
    const asked = await root.ask({ argv: ['journalctl', ...what, ...from], timeoutMs: 60_000 });
    return asked.stdout.trimEnd();
  };
  const environment = async () => (await door()).seen();
  const reader = described.reader ?? host;
  const of = { ...described, root, reader, unit, path };
  return {
    state: async () => {
      const [{ mainPid: pid, life }, seen, isHalf] = await Promise.all([
        unitState(host, unit),
        environment(),
        isHeldStill(host, unit),
      ]);
      if (pid === undefined) return { active: false, life, ...seen };
      return { active: true, pid, life, ...seen, ...(isHalf ? { isHalf } : {}) };
    },
    program: () => unitProgram(reader, unit, described),
    logTail,
    start: () =>
      startUnit({ ...of, members, logTail, environment: async () => (await environment()).environment }),
    park: (request) => parkUnit(of, request),
    parked: () => waitsFor(of),
    unpark: () => unparkUnit(of),
    stop: async (signal, patience) => {
      patience.signal?.throwIfAborted();
      return stopUnit(root, unit, signal, patience, described.run);
    },
    linkEnvironment: async (keep) => (await door()).link(keep),
    forgetLink: async (keep) => (await door()).forget(keep),
    switchEnvironment: async (environment, keep) => (await door()).switch(environment, keep),
  };
}

/**
 * By the component's own signal, and then until nothing of it lives: its main process may leave workers that hold its
 * ports. What would start it again is stopped too, until it is started by us.
 */
async function stopUnit(root: Host, unit: string, signal: StopSignal, patience: Patience, run?: string) {
  await dropTakeIn(root, unit);
  const beside = await holdUnit(root, unit, signal, run);
  await root.run({ argv: ['systemctl', 'stop', '--no-block', '--', unit], timeoutMs: 30_000 });
  const left = await unitEnded(root, unit, patience);
  if (beside.length > 0) await root.run({ argv: ['systemctl', 'stop', '--', ...beside], timeoutMs: 120_000 });
  await root.ask({ argv: ['systemctl', 'reset-failed', '--', unit], timeoutMs: 30_000 });
  return { killed: left };
}
