import { chmod, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { thisMachine } from '../../src/io/hosts/this-machine.ts';
import { writeFileAtomic } from '../../src/lib/atomic-file.ts';
import type { CommandResult } from '../../src/lib/command.ts';
import { isThere } from '../../src/lib/is-there.ts';
import type { Secret } from '../../src/lib/secret.ts';
import type { LabHost } from './hosts.ts';
import { addressOf, type Lab } from './record.ts';

const hostKey = 'etc/ssh/ssh_host_ed25519_key';

async function makeKey(path: string, comment: string): Promise<void> {
  if (await isThere(path)) return;
  await thisMachine.run({
    argv: ['ssh-keygen', '-q', '-t', 'ed25519', '-N', '', '-C', comment, '-f', path],
    timeoutMs: 20_000,
  });
}

/** The operator's key, and what ssh needs to know of the hosts: `ssh -F FILE m1`. */
export async function writeSshFiles(lab: Lab): Promise<void> {
  const { layout, record, hosts } = lab;
  await makeKey(layout.key, `lab ${layout.name}`);
  const known = await Promise.all(
    hosts.map(async (host) => `${host.name},${addressOf(record, host)} ${await hostKeyOf(lab, host)}`),
  );
  await writeFileAtomic(layout.knownHosts, known.join(''));
  const common = [
    ...['Host *', '  User bai', `  IdentityFile ${layout.key}`, '  IdentitiesOnly yes'],
    ...[`  UserKnownHostsFile ${layout.knownHosts}`, '  StrictHostKeyChecking yes', '  BatchMode yes'],
  ];
  const each = hosts.flatMap((host) => [`Host ${host.name}`, `  HostName ${addressOf(record, host)}`]);
  await writeFileAtomic(layout.sshConfig, `${[...each, ...common].join('\n')}\n`);
}

/** A host's own key is made here, before it boots, so that it is known from the first login on. */
async function hostKeyOf({ layout }: Lab, { name }: LabHost): Promise<string> {
  const path = join(layout.host(name).root, hostKey);
  await makeKey(path, name);
  return readFile(`${path}.pub`, 'utf8');
}

/** Takes away the keys that all hosts got with their common system. */
export async function removeCommonKeys(root: string): Promise<void> {
  for (const kind of ['rsa', 'ecdsa', 'ed25519'])
    for (const end of ['', '.pub'])
      await rm(join(root, `etc/ssh/ssh_host_${kind}_key${end}`), { force: true });
  await chmod(join(root, 'etc/ssh'), 0o755);
}

/** A line of sh on a host of the lab, as root unless told. @throws BaiupError `command.failed` */
export async function onHost(
  { layout }: Lab,
  host: string,
  line: string,
  {
    input,
    timeoutMs = 60_000,
    user = 'root',
  }: { input?: string | Secret; timeoutMs?: number; user?: string } = {},
): Promise<CommandResult> {
  return thisMachine.run({
    argv: ['ssh', '-F', layout.sshConfig, '-o', 'ConnectTimeout=5', `${user}@${host}`, line],
    timeoutMs,
    ...(input === undefined ? {} : { input }),
  });
}
