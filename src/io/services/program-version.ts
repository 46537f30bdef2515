import { execa } from 'execa';

/** The first version number that a program prints about itself, `[16, 14]`; undefined when it does not run. */
export async function programVersion(program: string): Promise<readonly number[] | undefined> {
  const { exitCode, stdout } = await execa(program, ['--version'], { reject: false, timeout: 20_000 });
  const found = exitCode === 0 ? /(\d+(?:\.\d+)*)/.exec(stdout) : null;
  return found?.[1]?.split('.').map(Number);
}

/** Sorts newest first: negative when `a` is newer. */
export function newestFirst(a: readonly number[], b: readonly number[]): number {
  for (let index = 0; index < Math.max(a.length, b.length); index += 1) {
    const difference = (b[index] ?? 0) - (a[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
