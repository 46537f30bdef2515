import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { hasSshd, ownSshd } from '../../../src/io/hosts/own-sshd.ts';
import { BaiupError } from '../../../src/lib/errors.ts';
import { waitFor } from '../../../src/lib/wait.ts';

/** So many SSH servers, each a host of its own with keys of its own. */
export interface SshHosts {
  readonly names: readonly string[];
  /** An OpenSSH configuration in which each host has its name, and a key exchange that costs little is chosen. */
  readonly config: string;
  /** The same with the key exchange that this OpenSSH takes by itself. */
  readonly ownChoice: string;
  /** Seconds of processors that the servers, and what they have started, took until now; once nobody is logged in. */
  readonly cpu: () => Promise<number>;
  readonly end: () => Promise<void>;
}

/**
 * OpenSSH 9.0 to 9.8 take one by themselves (sntrup761) that costs this side 65 ms of a processor for each login, which
 * is more than all the rest, by whatever program.
 */
export const kex = 'curve25519-sha256';

/** Of a second: USER_HZ, by which proc_pid_stat(5) counts. */
const ticks = 100;

async function cpuOf(pid: number): Promise<number> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return fields.slice(11, 15).reduce((sum, each) => sum + Number(each), 0) / ticks;
}

const loggedIn = async (pid: number): Promise<boolean> =>
  (await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8')).trim() !== '';

async function untilAlone(pids: readonly number[]): Promise<void> {
  const isAlone = async () => ((await Promise.all(pids.map(loggedIn))).includes(true) ? undefined : true);
  await waitFor(isAlone, { timeoutMs: 30_000, everyMs: 50, what: 'all to log out' });
}

/** Its user's own: what this machine's user has their shells do at each login would be counted too. */
async function homeOf(folder: string, index: number): Promise<string> {
  const home = join(folder, `h${index}`);
  await mkdir(home);
  return home;
}

/** @param folder where the configuration is written */
export async function startSshHosts(count: number, folder: string): Promise<SshHosts> {
  if (!(await hasSshd()))
    throw new BaiupError('bench.no-sshd', 'this machine has no SSH server', {
      hint: 'install it: apt install openssh-server',
    });
  const servers: Awaited<ReturnType<typeof ownSshd>>[] = [];
  const end = async (): Promise<void> => void (await Promise.all(servers.map((server) => server.end())));
  try {
    for (let index = 0; index < count; index += 1)
      servers.push(await ownSshd({ HOME: await homeOf(folder, index) }));
  } catch (error) {
    await end();
    throw error;
  }
  const blocks = servers.map(async (server, index) => {
    const [user, host] = server.destination.split('@');
    const own = (await readFile(server.config, 'utf8')).split('\n').slice(1).join('\n');
    return `Host h${index}\nHostName ${host}\nUser ${user}\nPort ${server.port}\n${own}`;
  });
  const text = (await Promise.all(blocks)).join('\n');
  const [config, ownChoice] = [join(folder, 'ssh.conf'), join(folder, 'own-choice.conf')];
  await writeFile(config, `${text}\nHost *\nKexAlgorithms ${kex}\n`);
  await writeFile(ownChoice, text);
  return {
    names: servers.map((_, index) => `h${index}`),
    config,
    ownChoice,
    cpu: async () => {
      const pids = servers.map((server) => server.pid());
      await untilAlone(pids);
      const each = await Promise.all(pids.map(cpuOf));
      return each.reduce((sum, one) => sum + one, 0);
    },
    end,
  };
}
