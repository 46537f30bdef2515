import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { access, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { type AddressInfo, connect, createServer } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { waitFor } from '../../lib/wait.ts';

const run = promisify(execFile);
const sshd = '/usr/sbin/sshd';

/** Whether this machine has an SSH server that a test may start. */
export const hasSshd = async (): Promise<boolean> =>
  access(sshd).then(
    () => true,
    () => false,
  );

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  return port;
}

const accepts = (port: number): Promise<true> =>
  new Promise((resolve, reject) => {
    const socket = connect({ host: '127.0.0.1', port }, () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', reject);
  });

/** A server of its own for a test: keys, configuration and known hosts in one folder, for the user who runs the test. */
export async function ownSshd(variables: Readonly<Record<string, string>> = {}) {
  const folder = await mkdtemp(join(tmpdir(), 'baiup-sshd-'));
  const at = (name: string): string => join(folder, name);
  for (const name of ['host', 'user', 'other']) {
    await run('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', at(name)]);
  }
  const port = await freePort();
  const { username } = userInfo();
  const publicKey = async (name: string) => (await run('ssh-keygen', ['-y', '-f', at(name)])).stdout.trim();
  const set = Object.entries(variables).map(([name, value]) => `${name}=${value}`);
  const lines = [
    `Port ${port}`,
    'ListenAddress 127.0.0.1',
    `HostKey ${at('host')}`,
    `AuthorizedKeysFile ${at('authorized')}`,
    'PasswordAuthentication no',
    'KbdInteractiveAuthentication no',
    'StrictModes no',
    'UsePAM no',
    'PidFile none',
    'PermitRootLogin yes',
    ...(set.length > 0 ? [`SetEnv ${set.join(' ')}`] : []),
  ];
  await writeFile(at('sshd.conf'), `${lines.join('\n')}\n`);
  await writeFile(at('authorized'), `${await publicKey('user')}\n`);
  await writeFile(at('known'), `[127.0.0.1]:${port} ${await publicKey('host')}\n`);
  const client = ['Host *', `IdentityFile ${at('user')}`, 'IdentitiesOnly yes', 'IdentityAgent none'];
  await writeFile(at('ssh.conf'), `${[...client, `UserKnownHostsFile ${at('known')}`].join('\n')}\n`);
  // As root it wants its folder.
  if (process.getuid?.() === 0) await mkdir('/run/sshd', { recursive: true, mode: 0o755 });

  let server: ReturnType<typeof spawn> | undefined;
  const runs = (): boolean => server !== undefined && server.exitCode === null && server.signalCode === null;
  const start = async (): Promise<void> => {
    if (runs()) return;
    server = spawn(sshd, ['-D', '-e', '-f', at('sshd.conf')], { stdio: 'ignore' });
    await waitFor(() => accepts(port), { timeoutMs: 10_000, everyMs: 20, what: 'sshd' });
  };
  /** No more connections; those that are there live on. */
  const stop = async (): Promise<void> => {
    if (!server || !runs()) return;
    const ended = once(server, 'exit');
    server.kill();
    await ended;
  };
  await start();
  return {
    folder,
    port,
    publicKey,
    ...{ start, stop },
    pid: (): number => server?.pid ?? 0,
    destination: `${username}@127.0.0.1`,
    config: at('ssh.conf'),
    end: async (): Promise<void> => {
      await stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
