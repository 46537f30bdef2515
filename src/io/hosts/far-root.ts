import { BaiupError } from '../../lib/errors.ts';
import { knownOrMade } from '../../lib/known-or-made.ts';
import type { Secret } from '../../lib/secret.ts';
import { waiting } from '../../lib/waiting.ts';
import { revealed } from './command-environment.ts';
import { type FarCall, FarFailure } from './far-call.ts';
import type { FarChannel } from './far-channel.ts';
import type { BecomeRoot } from './far-door.ts';
import type { FarFacts, OpenFar } from './far-link.ts';
import { shortMs } from './far-patience.ts';

/** Asks for the password that `sudo` wants on a host; undefined where nobody can be asked. */
export type AskPassword = (host: string) => Promise<Secret | undefined>;

function noRoot(host: string, why: string, hint: string): BaiupError {
  return new BaiupError('host.no-root', `baiup may not be root on ${host}: ${why}`, {
    hint,
    left: 'nothing was changed by this command',
  });
}

/**
 * Begins our program as root behind `sudo`, once for each connection.
 * @param session names us, as at the beginning of the connection
 */
export function rootThrough(
  host: string,
  session: string,
  linger: number,
  password: AskPassword,
): BecomeRoot {
  const began = (call: FarCall) =>
    waiting({ what: `sudo on ${host} to let baiup in`, timeoutMs: shortMs }, () => call.done);
  const begin = async ({ channel, facts }: OpenFar): Promise<FarFacts> => {
    try {
      await began(channel.call({ do: 'root' }));
    } catch (error) {
      if (!(error instanceof FarFailure)) throw error;
      if (error.code !== 'sudoPassword') throw noRoot(host, error.message, sudoHint(host));
      const told = await password(host);
      if (!told)
        throw noRoot(host, 'sudo wants a password, and nobody can be asked for it here', sudoHint(host));
      await withPassword(channel, told);
    }
    const { connection } = facts;
    const hello = { do: 'hello', session, connection, linger, as: 'root' };
    return (await channel.call(hello).done).ok as FarFacts;
  };
  const withPassword = async (channel: FarChannel, told: Secret): Promise<void> => {
    try {
      await began(channel.call({ do: 'root' }, Buffer.from(revealed(told))));
    } catch (error) {
      if (!(error instanceof FarFailure)) throw error;
      throw noRoot(host, error.message, 'type the command again, with the right password');
    }
  };
  const begun = new WeakMap<FarChannel, Promise<FarFacts>>();
  const once = (far: OpenFar): Promise<FarFacts> => knownOrMade(begun, far.channel, () => begin(far));
  const forget = async (channel: FarChannel, facts: FarFacts): Promise<void> => {
    const known = begun.get(channel);
    const its = await known?.catch(() => undefined);
    if (its === facts && begun.get(channel) === known) begun.delete(channel);
  };
  return Object.assign(once, { forget });
}

/** Where cluster.yaml says that we may not. */
export function notAllowed(host: string): BecomeRoot {
  const refuse = (): Promise<never> => Promise.reject(refused(host));
  return Object.assign(refuse, { forget: async () => undefined });
}

function refused(host: string): BaiupError {
  return noRoot(
    host,
    'cluster.yaml says sudo: false',
    `remove that from hosts.${host}, or do by yourself what needs root`,
  );
}

function sudoHint(host: string): string {
  return `try it on ${host}: sudo -n true; a line in /etc/sudoers.d of ${host} lets baiup work without a password`;
}
