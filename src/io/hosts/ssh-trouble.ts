import { BaiupError } from '../../lib/errors.ts';
import { noPython } from './far-program.ts';
import type { SshTarget } from './ssh-command.ts';

/** How an attempt to reach a host has ended. */
export interface SshEnd {
  readonly code: number;
  /** What `ssh` wrote to its standard error. */
  readonly complaints: string;
  /** What came from the host before. */
  readonly printed: string;
}

interface Kind {
  readonly code: string;
  readonly pattern: RegExp;
  readonly why: string;
  /** `%` stands for the ssh command to try. */
  readonly hint: string;
}

/** The first that fits counts. */
const kinds: readonly Kind[] = [
  {
    code: 'host.key-changed',
    pattern: /REMOTE HOST IDENTIFICATION HAS CHANGED|Host key for .* has changed/,
    why: 'it shows another host key than the one that is known: it was installed again, or somebody is in between',
    hint: 'ask who runs that machine. Only if its key was changed on purpose: ssh-keygen -R HOST, then % and compare the fingerprint',
  },
  {
    code: 'host.key-unknown',
    pattern: /host key is known for|Host key verification failed/,
    why: 'nobody has said yet that its host key is right',
    hint: 'connect once, and compare the fingerprint that is shown: %',
  },
  {
    code: 'host.ssh-denied',
    pattern: /Permission denied|Too many authentication failures/,
    why: 'it does not let this user in',
    hint: 'try it: %. A key with a passphrase must be in the agent (ssh-add): baiup connects unattended',
  },
  {
    code: 'host.name-unknown',
    pattern: /Could not resolve hostname/,
    why: 'no machine is known by that name',
    hint: 'is the name right, in cluster.yaml and in ~/.ssh/config? Try it: %',
  },
  {
    code: 'host.ssh-refused',
    pattern: /Connection refused/,
    why: 'nothing accepts SSH connections there',
    hint: 'does sshd run there, at this port? Try it: %',
  },
];

/** What OpenSSH says last where the program that it reaches a host through has ended: that one said before why. */
const closedOnTheWay = /kex_exchange_identification: Connection closed|UNKNOWN port 65535/;

/** The first line that fits, else the last one that says anything. */
function tellingLine(text: string, pattern?: RegExp): string {
  const all = text.trim().split('\n');
  const lines = all.filter((line) => !closedOnTheWay.test(line));
  return (lines.find((line) => pattern?.test(line)) ?? lines.at(-1) ?? all.at(-1) ?? '').trim();
}

const untouched = 'nothing was changed on it by this command';

/** Whether the same may well work a moment later: a server that has too many logins at once cuts some off. */
export function isBusyServer({ complaints }: SshEnd): boolean {
  return /kex_exchange_identification|Connection (closed|reset) by|banner exchange/.test(complaints);
}

/** OpenSSH's own failures have this code; any other is of what ran there. */
const ofSsh = 255;

/** Of one that did not answer in time. */
export const endedByUs = 137;

/** A login shell that reads something at its start which ends it, takes over, or lets it run nothing. */
function shellTrouble(named: string, typed: string, { code, complaints, printed }: SshEnd): BaiupError {
  const said = tellingLine(complaints) || tellingLine(printed);
  const why =
    said === '' ? `it ended with exit code ${code}` : `it ended with exit code ${code}, and said: ${said}`;
  return new BaiupError(
    'host.shell',
    `${named} lets this user in, but its login shell does not run what baiup asks for: ${why}`,
    {
      hint: `look at what that shell reads at its start (~/.bashrc, ~/.zshenv, ~/.cshrc, config.fish), and at a command that authorized_keys forces: ${typed} has to end with 0`,
      left: untouched,
    },
  );
}

/** Why a host cannot be reached, and what to do. */
export function sshTrouble(host: string, target: SshTarget, end: SshEnd): BaiupError {
  const { destination, port, config } = target;
  const left = untouched;
  const words = [...(config ? ['-F', config] : []), ...(port ? ['-p', String(port)] : []), destination];
  const typed = `ssh ${words.join(' ')} true`;
  const named = destination === host ? host : `${host} (${destination})`;
  if (end.code === noPython) {
    const tried = [...end.printed.matchAll(/^baiup-python: (.*)$/gm)].map(([, what]) => what);
    const why = tried.length > 0 ? `: ${tried.join('; ')}` : '';
    return new BaiupError('host.no-python', `no Python on ${named} can run what baiup does there${why}`, {
      hint: `install python3 there (not python3-minimal), or name one: hosts.${host}.python in cluster.yaml`,
      left,
    });
  }
  if (end.code === 127 && /ENOENT/.test(end.complaints)) {
    return new BaiupError('host.no-ssh', `${named} cannot be reached: there is no ssh program here`, {
      hint: 'install the OpenSSH client on this machine',
      left,
    });
  }
  const kind = kinds.find(({ pattern }) => pattern.test(end.complaints));
  if (!kind && end.code !== ofSsh && end.code !== endedByUs) return shellTrouble(named, typed, end);
  const said = tellingLine(end.complaints, kind?.pattern);
  const quoted = said === '' ? '' : ` (${said})`;
  const why = kind ? `${kind.why}${quoted}` : said || `ssh ended with exit code ${end.code}`;
  const isOnTheWay = closedOnTheWay.test(end.complaints) && !closedOnTheWay.test(said);
  const where = isOnTheWay ? ', because of a jump host on the way' : '';
  return new BaiupError(kind?.code ?? 'host.unreachable', `${named} cannot be reached${where}: ${why}`, {
    hint: kind
      ? kind.hint.replace('%', typed)
      : `try it: ${typed}${end.code === endedByUs ? '. Where that waits too, look at what its login shell reads at its start' : ''}`,
    left,
  });
}
