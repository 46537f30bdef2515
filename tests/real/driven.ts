import { type ChildProcess, spawn } from 'node:child_process';
import { waitFor } from '../../src/lib/wait.ts';

interface Ended {
  readonly exit: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A baiup of its own that a test has started. */
export interface Driven {
  readonly process: ChildProcess;
  readonly ended: Promise<Ended>;
  /** Until it ends, by this exit. By another the wait fails with its own words. */
  ends(exit: number): Promise<Ended>;
  /**
   * Waits for what it is to bring about. Where it ends without, the wait fails at once, with its own words.
   * @param attempt undefined: not yet
   */
  until<T>(what: string, attempt: () => Promise<T | undefined>): Promise<T>;
  /** Until its standard output holds a text. */
  says(text: string): Promise<void>;
  /** Until its standard error does. */
  warns(text: string): Promise<void>;
}

/** Ends one that a failed test has left; one that has ended stays ended. */
export const endDriven = ({ process: child }: Driven): void => void child.kill('SIGKILL');

export function startDriven([program = '', ...rest]: readonly string[]): Driven {
  const child = spawn(program, rest, { env: { ...process.env, NO_COLOR: '1' } });
  let [stdout, stderr] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  const over = new AbortController();
  const ended = new Promise<Ended>((resolve) => {
    child.on('close', (exit) => {
      over.abort();
      resolve({ exit, stdout, stderr });
    });
  });
  const until: Driven['until'] = async (what, attempt) => {
    const options = { timeoutMs: 90_000, everyMs: 20, what, signal: over.signal };
    const found = await waitFor(attempt, options).catch((error: unknown) => {
      if (!over.signal.aborted) throw error;
    });
    // It may have brought it about just before its end.
    const last = found ?? (await attempt());
    if (last !== undefined) return last;
    throw new Error(`it ended (exit ${child.exitCode}) before ${what}:\n${stdout}\n${stderr}`);
  };
  return {
    process: child,
    ended,
    ends: async (exit) => {
      const found = await ended;
      if (found.exit === exit) return found;
      throw new Error(`it ended by exit ${found.exit} instead of ${exit}:\n${stdout}\n${stderr}`);
    },
    until,
    says: async (text) => {
      await until(`"${text}" on its standard output`, async () => stdout.includes(text) || undefined);
    },
    warns: async (text) => {
      await until(`"${text}" on its standard error`, async () => stderr.includes(text) || undefined);
    },
  };
}
