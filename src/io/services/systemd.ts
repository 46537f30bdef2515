import { BaiupError, messageOf } from '../../lib/errors.ts';
import { waitFor } from '../../lib/wait.ts';
import type { Host } from '../hosts/port.ts';
import { groupPids } from './control-group.ts';
import type { Service, StopSignal } from './port.ts';
import { giveBack, holdUnit, loosenUnit } from './systemd-hold.ts';
import { unitProgram } from './systemd-program.ts';
import { unitName, unitState } from './systemd-unit.ts';

export interface SystemdUnit {
  /** `backendai-manager`, with its ending or without. */
  readonly unit: string;
  /** The path by which the unit, or its script, names the environment: a link to it. */
  readonly environment: string;
  /** What its Python runs in the end, where the unit does not say so itself: `-m`, a module, and what that is told. */
  readonly starts: readonly string[];
}

type Patience = Parameters<Service['stop']>[1];

/** Milliseconds a kill may take to be seen, and an earlier stop that nobody has waited for to end by itself. */
const [killTimeoutMs, endTimeoutMs] = [10_000, 30_000];

/** A unit of a host's systemd. What changes it is done as root. */
export function systemdService(host: Host, described: SystemdUnit): Service {
  const unit = unitName(described.unit);
  const root = host.asRoot();
  const state = () => unitState(host, unit);
  const systemctl = (...words: string[]) => root.run({ argv: ['systemctl', ...words], timeoutMs: 120_000 });
  const logTail: Service['logTail'] = async (lines, since) => {
    const from = since === undefined ? [] : [`--since=@${(since.getTime() / 1000).toFixed(3)}`];
    const what = ['--unit', unit, '--lines', String(lines), '--output=cat', '--no-pager', '--quiet'];
    const asked = await root.ask({ argv: ['journalctl', ...what, ...from], timeoutMs: 60_000 });
    return asked.stdout.trimEnd();
  };
  return {
    state: async () => {
      const [{ mainPid: pid }, environment] = await Promise.all([
        state(),
        linked(host, described.environment),
      ]);
      return pid === undefined ? { active: false, environment } : { active: true, pid, environment };
    },
    program: () => unitProgram(host, unit, described.starts),
    logTail,
    start: async () => {
      const before = await state();
      // A stop that was cut short goes on, and what comes after it must not wait for it for ever.
      if (before.active === 'deactivating') await emptied(root, unit, { timeoutMs: endTimeoutMs });
      await loosenUnit(root, unit);
      if (before.mainPid === undefined || before.active === 'deactivating') {
        // A worker whose main process died would hold the port of the new one.
        await killed(root, before.controlGroup);
        await root.ask({ argv: ['systemctl', 'reset-failed', '--', unit], timeoutMs: 30_000 });
        await systemctl('start', '--', unit).catch(async (error: unknown) => {
          const last = await logTail(12).catch(messageOf);
          throw new BaiupError('service.not-started', `${unit} on ${host.name} did not start:\n${last}`, {
            hint: `on ${host.name}: systemctl status ${unit}`,
            cause: error,
          });
        });
      }
      await giveBack(root, unit);
    },
    stop: async (signal, patience) => {
      patience.signal?.throwIfAborted();
      return stopUnit(root, unit, signal, patience);
    },
    switchEnvironment: (environment) => switchLink(host, described.environment, environment),
  };
}

/**
 * By the component's own signal, and then until nothing of it lives: its main process may leave workers that hold its
 * ports. What would start it again is stopped too, until it is started by us.
 */
async function stopUnit(root: Host, unit: string, signal: StopSignal, patience: Patience) {
  const beside = await holdUnit(root, unit, signal);
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

/** Where a path leads to. */
async function linked(host: Host, path: string): Promise<string> {
  const asked = await host.ask({ argv: ['readlink', '--canonicalize', '--', path], timeoutMs: 20_000 });
  return asked.exitCode === 0 ? asked.stdout.trim() : path;
}

/** In one rename: whoever starts the service finds the one or the other. @throws BaiupError `service.environment-folder` */
async function switchLink(host: Host, link: string, environment: string): Promise<void> {
  const isLink = await host.ask({ argv: ['test', '-L', link], timeoutMs: 20_000 });
  if (isLink.exitCode !== 0)
    throw new BaiupError(
      'service.environment-folder',
      `${link} on ${host.name} is no link, so another environment cannot take its place`,
      { hint: `move the folder beside it while the service is stopped, and make ${link} a link to it` },
    );
  const draft = `${link}.baiup`;
  await host.remove(draft);
  await host.run({ argv: ['ln', '-s', '--', environment, draft], timeoutMs: 20_000 });
  await host.run({ argv: ['mv', '--no-target-directory', '--', draft, link], timeoutMs: 20_000 });
}
