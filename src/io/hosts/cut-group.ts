import type { Readable } from 'node:stream';
import type { Command } from '../../lib/command.ts';
import { endGroup } from './end-group.ts';

/** Milliseconds between asking a program to end and ending it, and until it is left alone: as at a far end. */
const graceMs = 2_000;

interface Running {
  readonly pid?: number | undefined;
  readonly stdout: Readable;
  readonly stderr: Readable;
}

/**
 * Ends a program, with all of its group, at its deadline or when its caller has enough: it is asked, then killed, and
 * then nobody listens any longer to what it has started outside its group.
 */
export function cutGroup({ pid, stdout, stderr }: Running, { timeoutMs, signal }: Command) {
  const timers = new Set<NodeJS.Timeout>();
  let isLate = false;
  const after = (ms: number, act: () => void): void => {
    timers.add(setTimeout(act, ms));
  };
  const cut = (): void => {
    if (pid === undefined) return;
    endGroup(pid, 'SIGTERM');
    after(graceMs, () => endGroup(pid, 'SIGKILL'));
    after(2 * graceMs, () => {
      stdout.destroy();
      stderr.destroy();
    });
  };
  after(timeoutMs, () => {
    isLate = true;
    cut();
  });
  signal?.addEventListener('abort', cut, { once: true });
  return {
    isLate: () => isLate,
    /** It has ended. */
    end: (): void => {
      for (const timer of timers) clearTimeout(timer);
      signal?.removeEventListener('abort', cut);
    },
  };
}
