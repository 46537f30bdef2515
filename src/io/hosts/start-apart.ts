import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { missedStart } from './missed-start.ts';

/** A program that runs, and how it ends. */
export interface Apart<Child> {
  readonly child: Child;
  readonly pid: number;
  /** Its exit code, or the signal that ended it. */
  readonly exit: Promise<readonly [number | null, NodeJS.Signals | null]>;
  /** When nobody can say anything through its pipes any more. */
  readonly closed: Promise<void>;
}

/** Milliseconds that word of an end which is seen already may take. */
const wordMs = 1_000;

/**
 * Starts a program in a group of its own. One that was ended before it began, because a signal was sent to our group just
 * then, is started again.
 * @param start forks at once, and listens to what is said
 * @throws what its event `error` says
 */
export async function startApart<Child extends ChildProcess>(start: () => Child): Promise<Apart<Child>> {
  const child = start();
  const missed = missedStart(child.pid);
  const exit = new Promise<Awaited<Apart<Child>['exit']>>((resolve) => {
    child.once('exit', (code, signal) => resolve([code, signal]));
  });
  const closed = new Promise<void>((resolve) => {
    child.once('close', () => resolve());
  });
  await once(child, 'spawn');
  const apart = { child, pid: child.pid ?? 0, exit, closed };
  if (!missed.isGone) return apart;
  const [, endedBy] = await Promise.race([exit, delay(wordMs, [null, null] as const, { ref: false })]);
  return missed.by(endedBy) ? startApart(start) : apart;
}
