import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { HistoryOwner } from '../../core/components/component.ts';
import { BaiupError } from '../../lib/errors.ts';
import type { DatabaseAddress } from './database.ts';
import { type MigratorMessage, type MigratorOrder, parseMessage } from './migrator-protocol.ts';

export interface MigratorProcessOptions {
  /** Whose history it is; the manager's unless told. */
  readonly history?: HistoryOwner;
  /** The Python of the target's environment of the component whose history it is, absolute. */
  readonly python: string;
  /** The component's working folder: some revisions look for its configuration from there. */
  readonly workdir: string;
  /** The component's configuration file. In a rehearsal a copy that points at copies. */
  readonly config?: string;
  /** Where a revision may leave its own backup of what it deletes from etcd. */
  readonly backups?: string;
  readonly address: DatabaseAddress;
  /** Put before the program, to lower its priority. */
  readonly prefix?: readonly string[];
}

interface Waiting {
  readonly signal?: AbortSignal | undefined;
  /** What it is doing, in words, asked at the deadline and before it is ended. */
  readonly explain?: () => Promise<string>;
}

/** The running program: it is asked for its next message, told something, or ended. */
export interface MigratorProcess {
  /** @throws BaiupError `migrator.deadline`, `migrator.died`, `migrator.cancelled`; it is ended then. */
  next(timeoutMs: number, what: string, waiting?: Waiting): Promise<MigratorMessage>;
  /** As `pg_stat_activity` names its connection: `baiup migrator PID`. */
  readonly pid: number;
  tell(line: string): void;
  /** Ends it with all that it started; the server rolls its open transaction back. */
  kill(): Promise<void>;
  /** The last of what it, its libraries and the revisions wrote. */
  stderr(): string;
}

const program = fileURLToPath(new URL('./migrate.py', import.meta.url));
const kept = 200_000;

/**
 * Starts `migrate.py` and gives it its order through a pipe. It gets a session of its own, so that Ctrl-C in
 * the operator's terminal does not cut a revision in two; it dies when we do.
 */
export function startProcess(options: MigratorProcessOptions, order: MigratorOrder): MigratorProcess {
  const { address } = options;
  const [first = options.python, ...rest] = [...(options.prefix ?? []), options.python, '-I', program];
  const child = spawn(first, rest, {
    cwd: options.workdir,
    env: environment(options),
    detached: true,
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr = (stderr + text).slice(-kept);
  });
  const inbox = new Inbox();
  createInterface({ input: child.stdout }).on('line', (line) => inbox.put(parseMessage(line)));
  const ended = new Promise<void>((resolve) => {
    child.on('error', (error) => {
      inbox.end(
        new BaiupError('migrator.python-missing', `${options.python} does not start: ${error.message}`, {
          cause: error,
        }),
      );
      resolve();
    });
    child.on('close', (code, signal) => {
      inbox.end(died(code ?? signal, stderr));
      resolve();
    });
  });
  child.stdin.on('error', () => undefined);
  const database = { ...address, password: address.password.reveal() };
  const { history } = options;
  child.stdin.write(`${JSON.stringify({ ...order, database, ...(history ? { history } : {}) })}\n`);

  const kill = () => {
    if (child.pid !== undefined && child.exitCode === null && child.signalCode === null) {
      try {
        process.kill(-child.pid, 'SIGKILL');
      } catch {
        // It has gone by itself meanwhile.
      }
    }
    return ended;
  };
  return {
    pid: child.pid ?? 0,
    async next(timeoutMs, what, { signal, explain } = {}) {
      try {
        return await inbox.take(timeoutMs, what, signal);
      } catch (error) {
        const why = isLate(error) ? await explain?.() : undefined;
        await kill();
        throw why === undefined ? error : late(timeoutMs, what, why);
      }
    },
    tell: (line) => void child.stdin.write(`${line}\n`),
    kill,
    stderr: () => stderr,
  };
}

/** Nothing of our own environment but what a program needs to run at all: BACKEND_* variables override configuration. */
function environment(options: MigratorProcessOptions): NodeJS.ProcessEnv {
  const { PATH, HOME, TMPDIR } = process.env;
  return {
    ...(PATH ? { PATH } : {}),
    ...(HOME ? { HOME } : {}),
    ...(TMPDIR ? { TMPDIR } : {}),
    LANG: 'C.UTF-8',
    ...(options.config ? { BACKEND_CONFIG_FILE: options.config } : {}),
    ...(options.backups ? { BACKEND_ETCD_BACKUP_PATH: options.backups } : {}),
  };
}

function died(how: number | string | null, stderr: string): BaiupError {
  const last = stderr.trim().split('\n').slice(-8).join('\n');
  return new BaiupError(
    'migrator.died',
    `the migration program ended (${how ?? 'unknown'}) without a word: ${last}`,
  );
}

const isLate = (error: unknown): boolean => error instanceof BaiupError && error.code === 'migrator.deadline';

function late(timeoutMs: number, what: string, why?: string): BaiupError {
  const seconds = Math.round(timeoutMs / 1000);
  const said = `gave up after ${seconds} s waiting for ${what}${why ? `: ${why}` : ''}`;
  return new BaiupError('migrator.deadline', said, {
    hint: 'if it only needs longer, give it more: --revision-limit 2h',
  });
}

/** Messages in order, for one reader at a time. */
class Inbox {
  readonly #messages: MigratorMessage[] = [];
  #end: BaiupError | undefined;
  #wake: () => void = () => undefined;

  put(message: MigratorMessage | undefined): void {
    if (message) this.#messages.push(message);
    this.#wake();
  }

  end(error: BaiupError): void {
    this.#end ??= error;
    this.#wake();
  }

  async take(timeoutMs: number, what: string, signal?: AbortSignal): Promise<MigratorMessage> {
    let why: BaiupError | undefined;
    const stop = (error: BaiupError) => {
      why = error;
      this.#wake();
    };
    const cancel = () => stop(new BaiupError('migrator.cancelled', `cut while waiting for ${what}`));
    const timer = setTimeout(() => stop(late(timeoutMs, what)), timeoutMs);
    signal?.addEventListener('abort', cancel, { once: true });
    if (signal?.aborted) cancel();
    try {
      for (;;) {
        const message = this.#messages.shift();
        if (message) return message;
        if (why ?? this.#end) throw why ?? this.#end;
        await new Promise<void>((resolve) => {
          this.#wake = resolve;
        });
      }
    } finally {
      clearTimeout(timer);
      signal?.removeEventListener('abort', cancel);
    }
  }
}
