import { mkdir } from 'node:fs/promises';
import { thisMachine } from '../../src/io/hosts/this-machine.ts';
import { BaiupError } from '../../src/lib/errors.ts';
import { stateHome } from '../../src/lib/state-home.ts';
import { baseImage } from './base.ts';
import { requireLabPrograms } from './requirements.ts';
import type { Told } from './told.ts';

/** In namespaces that end with it: the mounts of a host, below the folder of all labs, and its place in a network. */
const layersAndNetwork = `set -e
mkdir "$1/lower" "$1/upper" "$1/work" "$1/root"
mount -t overlay overlay -o "lowerdir=$1/lower,upperdir=$1/upper,workdir=$1/work" "$1/root"
ip link add name lab0 type bridge
ip link add name lab1 type veth peer name lab2
ip link set lab1 master lab0`;

async function require(argv: readonly [string, ...string[]]): Promise<void> {
  const { exitCode, stderr } = await thisMachine.ask({ argv, timeoutMs: 30_000 });
  if (exitCode === 0) return;
  const why = stderr.trim().split('\n').at(-1) ?? '';
  throw new BaiupError('lab.not-here', `A host of a lab cannot be had on this machine: ${why}`);
}

/**
 * All that the labs of a machine share: programs, and the hosts' system, which is made the first time.
 * @returns the hosts' system
 * @throws BaiupError `lab.not-here`, `lab.no-parts`, `command.failed`
 */
export async function prepareMachine(told: Told): Promise<string> {
  await requireLabPrograms(told);
  const below = `${stateHome()}/labs`;
  await mkdir(below, { recursive: true, mode: 0o700 });
  const tried = `folder=$(mktemp -d "$1/.tried-XXXXXX") && unshare --mount --net sh -c "$2" sh "$folder"
code=$?; rm -rf "$folder"; exit $code`;
  await require(['sh', '-c', tried, 'sh', below, layersAndNetwork]);
  const base = await baseImage(told);
  const quiet = ['--quiet', '--register=no', '--keep-unit', '--private-network', '--read-only'];
  await require([
    'systemd-nspawn',
    ...quiet,
    '--machine',
    `lab-tried-${process.pid}`,
    '--directory',
    base,
    'true',
  ]);
  return base;
}
