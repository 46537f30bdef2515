import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { root } from '../lib/baiup.ts';
import type { Size } from './sized-sandbox.ts';

function medianMs(rounds: number, program: string, words: readonly string[]): number {
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
export async function benchHelp(size: Size): Promise<{ readonly plain: number; readonly help: number }> {
  const rounds = size === 'smallest' ? 1 : 15;
  return {
    plain: medianMs(rounds, join(root, 'bin/node'), ['-e', '0']),
    help: medianMs(rounds, join(root, 'bin/baiup'), ['--help']),
  };
}
