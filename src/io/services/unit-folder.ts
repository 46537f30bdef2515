import { basename, dirname } from 'node:path';
import type { Host } from '../hosts/port.ts';
import { variableLine } from './unit-quoted.ts';

/** Where a unit's transient one has its files: root's, and gone after a boot. */
export const folderBeside = (unit: string, role: 'parked' | 'stand-in'): string =>
  `/run/baiup/${role}/${unit}`;

/** The folder in it that the program itself may write to. */
export const ownIn = (folder: string): string => `${folder}/own`;

interface Laid {
  readonly user: string;
  readonly variables: Readonly<Record<string, string>>;
  /** Programs of ours that everybody may read there. */
  readonly programs?: readonly [string, ...string[]];
  /** Files that are copied for the program's user: from where, to where. */
  readonly given?: readonly (readonly [from: string, to: string])[];
}

const script = `
umask 022
mkdir -p "$1" && install -d -m 700 -o "$2" "$1/own"`;

export async function layFolder(
  root: Host,
  folder: string,
  { user, variables, programs, given = [] }: Laid,
): Promise<void> {
  const run = (...argv: readonly [string, ...string[]]) => root.run({ argv, timeoutMs: 30_000 });
  await root.remove(folder);
  await run('sh', '-c', script, 'lay', folder, user);
  const lines = Object.entries(variables).map(([name, value]) => `${variableLine(name, value)}\n`);
  await root.writeText(`${folder}/variables`, lines.join(''));
  if (programs) {
    const [program, ...beside] = programs;
    const brought = dirname(await root.bring(program, ...beside));
    await run(
      'install',
      '-m',
      '644',
      '-t',
      folder,
      ...programs.map((each) => `${brought}/${basename(each)}`),
    );
  }
  for (const [from, to] of given) await run('install', '-m', '400', '-o', user, from, to);
}
