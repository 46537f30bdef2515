import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { BaiupError, messageOf } from '../../lib/errors.ts';
import type { limiter } from '../../lib/limiter.ts';
import type { FarChannel } from './far-channel.ts';
import { farHost } from './far-host.ts';
import { farLink } from './far-link.ts';
import { NotReady, openFar } from './far-open.ts';
import { farProcess } from './far-process.ts';
import { farCommand } from './far-program.ts';
import { type AskPassword, notAllowed, rootThrough } from './far-root.ts';
import { lendPort } from './lend-port.ts';
import type { Host } from './port.ts';
import {
  acceptNew,
  connectTimeoutSeconds,
  type SshSettings,
  type SshTarget,
  settingsInTheWay,
  sshCommand,
  sshConfigCommand,
  sshSetting,
} from './ssh-command.ts';
import { endedByUs, isBusyServer, type SshEnd, sshTrouble } from './ssh-trouble.ts';
import { thisMachine } from './this-machine.ts';

export interface SshHost extends SshTarget {
  /** A Python there that is tried first. */
  readonly python?: string | undefined;
  /** Pythons that are tried last: those of components. */
  readonly components?: readonly string[];
  /** Lets so many connect at once. */
  readonly connecting: ReturnType<typeof limiter>;
  /** Milliseconds after which a host that was reached before is lost; five minutes unless told. */
  readonly lostAfterMs?: number | undefined;
  /** Whether we may be root there by `sudo`; we may unless told. */
  readonly mayBeRoot?: boolean;
  readonly password: AskPassword;
}

/** Codes of failures that the operator's own configuration of OpenSSH may be the reason of. */
const dueToSettings = new Set(['host.key-unknown', 'host.shell', 'host.unreachable']);

/** Milliseconds before a busy server is asked again, twice. */
const busyMs = 400;

/** A host that is reached by the system's own OpenSSH: one process, kept for as long as we live. */
export function sshHost(name: string, options: SshHost): Host & { close(): void } {
  const { python, components = [], connecting, lostAfterMs = 300_000 } = options;
  const session = `s-${randomUUID()}`;

  /** What the operator's configuration says. */
  const readSettings = async (): Promise<string> => {
    const argv = sshConfigCommand(options);
    const { stdout } = await thisMachine.ask({ argv, timeoutMs: 10_000 }).catch(() => ({ stdout: '' }));
    return stdout;
  };
  let settings: SshSettings = {};

  const tryOnce = async (checking?: string): Promise<FarChannel | SshEnd> => {
    const far = farCommand(python === undefined ? [] : [python], components);
    const process = farProcess(sshCommand(options, far, checking, settings));
    try {
      return await openFar(process, 2 * connectTimeoutSeconds * 1000);
    } catch (error) {
      const { code, complaints } = await process.end;
      const printed = error instanceof NotReady ? error.printed : '';
      // One that we ended ourselves, because it did not answer, has nothing to say.
      return { code, complaints: code === endedByUs ? messageOf(error) : complaints, printed };
    }
  };

  const tryOften = async (checking?: string): Promise<FarChannel> => {
    for (let tries = 1; ; tries += 1) {
      const reached = await connecting(() => tryOnce(checking));
      if ('call' in reached) return reached;
      if (tries > 2 || !isBusyServer(reached)) throw sshTrouble(name, options, reached);
      await delay(busyMs * tries);
    }
  };

  /** Only where it fails does it matter what the configuration says: to ask takes a process. */
  const open = (): Promise<FarChannel> =>
    tryOften().catch(async (error: unknown) => {
      if (!(error instanceof BaiupError) || !dueToSettings.has(error.code)) throw error;
      const text = await readSettings();
      if (error.code === 'host.key-unknown') {
        if (sshSetting(text, 'stricthostkeychecking') === acceptNew) return tryOften(acceptNew);
        throw error;
      }
      const inTheWay = settingsInTheWay(text);
      if (Object.keys(inTheWay).every((key) => key in settings)) throw error;
      settings = inTheWay;
      return tryOften();
    });
  const link = farLink({ host: name, open, session, lostAfterMs });
  const linger = Math.round(lostAfterMs / 1000) + 60;
  const { mayBeRoot = true, password } = options;
  const root = mayBeRoot ? rootThrough(name, session, linger, password) : notAllowed(name);
  const host: Host = farHost(link, root, (port) => lendPort(host, options, port));
  return { ...host, close: link.close };
}
