import { thisMachine } from '../hosts/this-machine.ts';

/** The first version number that a program prints about itself, `[16, 14]`; undefined when it does not run. */
export async function programVersion(program: string): Promise<readonly number[] | undefined> {
  const argv = [program, '--version'] as const;
  const told = await thisMachine.ask({ argv, timeoutMs: 20_000 }).catch(() => undefined);
  const found = told?.exitCode === 0 ? /(\d+(?:\.\d+)*)/.exec(told.stdout) : null;
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
