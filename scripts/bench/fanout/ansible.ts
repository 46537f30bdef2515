import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { cacheFolder } from '../../../src/io/hosts/cache-folder.ts';
import { thisMachine } from '../../../src/io/hosts/this-machine.ts';
import { findPython } from '../../../src/io/python/interpreters.ts';
import { findUv } from '../../../src/io/python/uv.ts';
import { uvEnvironment } from '../../../src/io/python/uv-environment.ts';
import type { Command } from '../../../src/lib/command.ts';
import type { SshHosts } from './ssh-hosts.ts';
import { tasks } from './tasks.ts';

const minutes = 60_000;

/** Ansible from the operator's index, kept in the cache. @returns the folder of its programs */
async function installed(): Promise<string> {
  const folder = join(await cacheFolder(thisMachine), 'bench', 'ansible');
  const program = join(folder, 'bin', 'ansible-playbook');
  if ((await thisMachine.stat(program)) !== undefined) return join(folder, 'bin');
  const [uv, env] = await Promise.all([findUv(thisMachine), uvEnvironment(thisMachine)]);
  const { path } = await findPython(thisMachine, '3.12');
  const into = join(folder, 'bin', 'python');
  const run = (...words: string[]) => thisMachine.run({ argv: [uv, ...words], env, timeoutMs: 10 * minutes });
  await run('venv', '--quiet', '--clear', '--python', path, folder);
  await run('pip', 'install', '--quiet', '--python', into, 'ansible-core');
  return join(folder, 'bin');
}

const play = (name: string): string =>
  [
    `- name: ${name}`,
    '  hosts: all',
    '  gather_facts: false',
    '  tasks:',
    ...tasks.map((argv) => `    - ansible.builtin.command: {argv: ${JSON.stringify(argv)}}`),
    '',
  ].join('\n');

/** The same two phases by Ansible: as many at once as there are hosts, with pipelining. */
export async function ansibleCommand(
  hosts: SshHosts,
  python: string,
  folder: string,
): Promise<Command['argv']> {
  const programs = await installed();
  const [playbook, inventory] = [join(folder, 'two-phases.yml'), join(folder, 'hosts.ini')];
  await writeFile(playbook, `${play('first')}${play('second')}`);
  await writeFile(
    inventory,
    hosts.names.map((name) => `${name} ansible_python_interpreter=${python}\n`).join(''),
  );
  const settings = {
    ANSIBLE_HOME: join(folder, 'ansible'),
    ANSIBLE_FORKS: hosts.names.length,
    ANSIBLE_PIPELINING: true,
    ANSIBLE_NOCOLOR: true,
    // What it takes unless told, and our file.
    ANSIBLE_SSH_ARGS: `-C -o ControlMaster=auto -o ControlPersist=60s -F ${hosts.config}`,
  };
  const set = Object.entries(settings).map(([name, value]) => `${name}=${value}`);
  return ['env', ...set, join(programs, 'ansible-playbook'), '-i', inventory, playbook];
}
