import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { root } from '../lib/baiup.ts';

const rounds = 15;

function medianMs(program: string, words: readonly string[]): number {
  const once = (): number => {
    const start = performance.now();
    spawnSync(program, words, { stdio: 'ignore' });
    return performance.now() - start;
  };
  once();
  const times = Array.from({ length: rounds }, once).sort((a, b) => a - b);
  return Math.round(times[Math.floor(rounds / 2)] ?? 0);
}

/** Milliseconds, medians: `bin/baiup --help` and the same Node.js doing nothing. */
export async function benchHelp(): Promise<{ readonly plain: number; readonly help: number }> {
  return {
    plain: medianMs(join(root, 'bin/node'), ['-e', '0']),
    help: medianMs(join(root, 'bin/baiup'), ['--help']),
  };
}
