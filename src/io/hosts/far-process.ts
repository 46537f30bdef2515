import { spawn } from 'node:child_process';
import type { Socket } from 'node:net';
import { constants } from 'node:os';
import type { Command } from '../../lib/command.ts';
import type { FarProcess } from './far-channel.ts';

/** Bytes of its complaints that are kept. */
const kept = 20_000;

/** Milliseconds that what it said last may take to arrive. */
const drainMs = 500;

/** How a process that should reach a far end has ended. */
export interface FarEnd {
  readonly code: number;
  readonly complaints: string;
}

/**
 * Starts what reaches a far end: a process of its own session, so that Ctrl-C in our terminal leaves it alone.
 * @returns it, and how it ended
 */
export function farProcess(argv: Command['argv']): FarProcess & { readonly end: Promise<FarEnd> } {
  const [program, ...rest] = argv;
  const child = spawn(program, rest, { detached: true, stdio: ['pipe', 'pipe', 'pipe'] });
  let complaints = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    complaints = `${complaints}${text}`.slice(-kept);
  });
  const end = new Promise<FarEnd>((resolve) => {
    child.once('error', (error) => resolve({ code: 127, complaints: error.message }));
    child.once('exit', (code, signal) => {
      const tell = () => resolve({ code: code ?? 128 + constants.signals[signal ?? 'SIGKILL'], complaints });
      child.once('close', tell);
      // Somebody else may hold its pipes: a helper that it started, say.
      setTimeout(tell, drainMs).unref();
    });
  });
  const ended = end.then(({ code }) => complaints.trim().split('\n').at(-1) || `it ended with ${code}`);
  // Pipes of child processes are sockets.
  const streams = [child.stdin, child.stdout, child.stderr] as unknown as readonly Socket[];
  return {
    input: child.stdin,
    output: child.stdout,
    ended,
    end,
    kill: () => void child.kill('SIGKILL'),
    hold: (isHeld) => {
      for (const each of [child, ...streams]) isHeld ? each.ref() : each.unref();
    },
  };
}
