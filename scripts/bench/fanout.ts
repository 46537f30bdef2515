import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { thisMachine } from '../../src/io/hosts/this-machine.ts';
import { anyPython } from '../../src/io/python/interpreters.ts';
import type { Command } from '../../src/lib/command.ts';
import { BaiupError } from '../../src/lib/errors.ts';
import { cacheHome } from '../../src/lib/state-home.ts';
import { root } from '../lib/baiup.ts';
import { ansibleCommand } from './fanout/ansible.ts';
import { kex, type SshHosts, startSshHosts } from './fanout/ssh-hosts.ts';
import { tasks } from './fanout/tasks.ts';
import type { Size } from './sized-sandbox.ts';

/** Seconds; of processors on this side in the first phase, and on the far side in both. */
export interface Phases {
  readonly first: number;
  readonly second: number;
  readonly cpu: number;
  readonly farCpu: number;
}

export interface FanoutFigures {
  readonly hosts: number;
  readonly tasks: number;
  /** The key exchange of all logins but those of `byOwnChoice`. */
  readonly kex: string;
  readonly ours: Phases;
  /** Ours with the key exchange that OpenSSH takes by itself. */
  readonly byOwnChoice: Phases;
  readonly ansible: Phases;
}

interface Metered {
  readonly exit: number;
  /** At the beginning of the first phase, of the second one, and at the end. */
  readonly points: readonly { readonly wall: number; readonly cpu: number }[];
  readonly printed: string;
}

/** A program that prints a line with `PLAY` where a phase begins and where the last one has ended. */
async function metered(hosts: SshHosts, python: string, argv: Command['argv']): Promise<Phases> {
  const meter = join(root, 'scripts/bench/fanout/meter.py');
  const before = await hosts.cpu();
  const { stdout, stderr } = await thisMachine.run({
    argv: [python, meter, 'PLAY', ...argv],
    // As bin/baiup has it.
    env: { NODE_COMPILE_CACHE: join(cacheHome(), 'compiled') },
    timeoutMs: 15 * 60_000,
  });
  const { exit, points, printed } = JSON.parse(stdout) as Metered;
  const [, middle, end] = points;
  if (exit !== 0 || !middle || !end)
    throw new BaiupError(
      'bench.fanout',
      `${argv[0]} ended with ${exit}:\n${`${printed}${stderr}`.slice(-2000)}`,
    );
  const farCpu = (await hosts.cpu()) - before;
  return { first: middle.wall, second: end.wall - middle.wall, cpu: middle.cpu, farCpu };
}

function ourCommand(hosts: SshHosts, python: string, config: string): Command['argv'] {
  const declared = Object.fromEntries(hosts.names.map((name) => [name, { ssh: name, python }]));
  const child = join(root, 'scripts/bench/fanout/child.ts');
  return [process.execPath, child, JSON.stringify(declared), config];
}

/** Ours is measured before and after the other: what else the machine does weighs on both alike. */
function mean(one: Phases, other: Phases): Phases {
  const of = (key: keyof Phases): number => (one[key] + other[key]) / 2;
  return { first: of('first'), second: of('second'), cpu: of('cpu'), farCpu: of('farCpu') };
}

/** Small tasks on many SSH servers of this machine, by our channels and by Ansible. */
export async function benchFanout(size: Size): Promise<FanoutFigures> {
  const folder = await mkdtemp(join(tmpdir(), 'baiup-fanout-'));
  const count = size === 'smallest' ? 4 : 50;
  try {
    const hosts = await startSshHosts(count, folder);
    try {
      // No shim before it: that would cost Ansible much more, which starts it for each task.
      const { path: python } = await anyPython(thisMachine);
      const measure = (argv: Command['argv']) => metered(hosts, python, argv);
      const ansibles = await ansibleCommand(hosts, python, folder);
      const ours = (config = hosts.config) => measure(ourCommand(hosts, python, config));
      const byOwnChoice = await ours(hosts.ownChoice);
      const before = await ours();
      const ansible = await measure(ansibles);
      const figures = { hosts: count, tasks: tasks.length, kex, byOwnChoice, ansible };
      return { ...figures, ours: mean(before, await ours()) };
    } finally {
      await hosts.end();
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
