import { fileURLToPath } from 'node:url';
import type { HistoryOwner } from '../../core/components/component.ts';
import { BaiupError, messageOf } from '../../lib/errors.ts';
import { waiting } from '../../lib/waiting.ts';
import { authoritiesOf } from '../hosts/authorities-of.ts';
import { hostTrouble } from '../hosts/host-trouble.ts';
import type { Host } from '../hosts/port.ts';
import type { Talk } from '../hosts/process-port.ts';
import type { DatabaseAddress } from './database.ts';
import { type MigratorMessage, type MigratorOrder, parseMessage } from './migrator-protocol.ts';

export interface MigratorProcessOptions {
  /** Where the target's environment lies. */
  readonly host: Host;
  /** Whose history it is; the manager's unless told. */
  readonly history?: HistoryOwner;
  /** The Python of the target's environment of the component whose history it is, absolute. */
  readonly python: string;
  /** The component's working folder: some revisions look for its configuration from there. */
  readonly workdir: string;
  /** The component's configuration file. In a rehearsal a copy that points at copies. */
  readonly config?: string;
  /** What the component's service is started with: it wins over that file. */
  readonly variables?: Readonly<Record<string, string>>;
  /** Where a revision may leave its own backup of what it deletes from etcd. */
  readonly backups?: string;
  readonly address: DatabaseAddress;
}

interface Waiting {
  readonly signal?: AbortSignal | undefined;
  /** What it is doing, in words, asked at the deadline and before it is ended. */
  readonly explain?: () => Promise<string>;
  /** Why it may take so long, as far as is known; told to whoever waits. */
  readonly trouble?: () => string | undefined;
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

const programs = [
  'migrate.py',
  'migrate_at.py',
  'migrate_configuration.py',
  'migrate_history.py',
  'migrate_interview.py',
  'migrate_limits.py',
  'migrate_met.py',
  'migrate_oneshot.py',
  'migrate_owned.py',
  'migrate_refused.py',
  'migrate_roles.py',
  'migrate_served.py',
  'migrate_stamp.py',
  'migrate_tls.py',
  'migrate_types.py',
  'migrate_watch.py',
].map((name) => fileURLToPath(new URL(name, import.meta.url))) as [string, ...string[]];
const kept = 200_000;

/**
 * Starts `migrate.py` and gives it its order through a pipe. It gets a session of its own, so that Ctrl-C in
 * the operator's terminal does not cut a revision in two; it dies when we do.
 * @throws BaiupError `migrator.python-missing`
 */
export async function startProcess(
  options: MigratorProcessOptions,
  order: MigratorOrder,
): Promise<MigratorProcess> {
  const { host, python, workdir, address, history } = options;
  const program = await host.bring(...programs);
  let stderr = '';
  const inbox = new Inbox();
  const talk = await host
    .talk(
      { argv: [python, '-I', program], cwd: workdir, env: environment(options) },
      {
        line: (line) => inbox.put(parseMessage(line)),
        error: (text) => {
          stderr = (stderr + text).slice(-kept);
        },
      },
    )
    .catch((error: unknown) => {
      if (hostTrouble(error)) throw error;
      throw new BaiupError('migrator.python-missing', `${python} does not start: ${messageOf(error)}`, {
        cause: error,
      });
    });
  talk.ended.then(
    (exitCode) => inbox.end(died(exitCode, stderr)),
    // The way to its host was lost, and it has ended with that.
    (error: BaiupError) => inbox.end(error),
  );
  talk.say(JSON.stringify({ ...order, database: told(address), ...(history ? { history } : {}) }));
  return { ...processOf(talk, inbox), stderr: () => stderr };
}

/** The database as a program on a host sees it, secrets in plain words. */
function told({ host, port, name, user, password, tls }: DatabaseAddress) {
  const secured = tls && { ...tls, ca: authoritiesOf(tls), key: tls.key?.reveal() };
  return { host, port, name, user, password: password.reveal(), ...(secured ? { tls: secured } : {}) };
}

function processOf({ pid, say, kill }: Talk, inbox: Inbox): Omit<MigratorProcess, 'stderr'> {
  return {
    pid,
    async next(timeoutMs, what, { signal, explain, trouble } = {}) {
      try {
        return await waiting({ what, timeoutMs, trouble }, () => inbox.take(timeoutMs, what, signal));
      } catch (error) {
        const why = isLate(error) ? await explain?.() : undefined;
        await kill();
        throw why === undefined ? error : late(timeoutMs, what, why);
      }
    },
    tell: say,
    kill,
  };
}

/** BACKEND_* variables win over the configuration: a host gives a program none of ours there, only its service's. */
function environment({ config, backups, variables = {} }: MigratorProcessOptions): Record<string, string> {
  return {
    LANG: 'C.UTF-8',
    LC_ALL: 'C.UTF-8',
    ...variables,
    ...(config ? { BACKEND_CONFIG_FILE: config } : {}),
    ...(backups ? { BACKEND_ETCD_BACKUP_PATH: backups } : {}),
  };
}

function died(exitCode: number, stderr: string): BaiupError {
  const last = stderr.trim().split('\n').slice(-8).join('\n');
  return new BaiupError(
    'migrator.died',
    `the migration program ended (${exitCode}) without a message: ${last}`,
  );
}

const isLate = (error: unknown): boolean => error instanceof BaiupError && error.code === 'migrator.deadline';

function late(timeoutMs: number, what: string, why?: string): BaiupError {
  const seconds = Math.round(timeoutMs / 1000);
  const said = `gave up after ${seconds} s waiting for ${what}${why ? `: ${why}` : ''}`;
  return new BaiupError('migrator.deadline', said, {
    hint: 'if it only needs longer, give it more time: --revision-limit 2h',
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
