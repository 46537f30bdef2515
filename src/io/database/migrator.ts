import type { RevisionDone } from '../../core/schema/revision-done.ts';
import { BaiupError } from '../../lib/errors.ts';
import { migratorActivity } from './migrator-activity.ts';
import { migratorError } from './migrator-error.ts';
import { type MigratorProcess, type MigratorProcessOptions, startProcess } from './migrator-process.ts';
import type { PlannedAnswer, ServedLocations } from './migrator-protocol.ts';
import { watchLocks } from './watch-locks.ts';

export interface MigratorOptions extends MigratorProcessOptions {
  /** What `alembic_version` holds now, by the plan. */
  readonly from: readonly string[];
  /** Every revision to run, in order (`Route.run`); none is fine. */
  readonly run: readonly string[];
  /** The target's only head. */
  readonly head: string;
  /** What to say to questions that revisions ask; any other question ends the migration. */
  readonly answers?: readonly PlannedAnswer[];
  /** Where the component's own settings lead: it must be what is migrated. */
  readonly served?: ServedLocations;
  /** Look at what each revision does to the database: for a rehearsal, it takes time. */
  readonly observe?: boolean;
  /** Milliseconds until it has imported the release and connected; 3 minutes unless told. */
  readonly readyTimeoutMs?: number;
  /** Milliseconds for one revision: some wait for ever where etcd fails them. 30 minutes unless told. */
  readonly revisionTimeoutMs?: number;
  /** Milliseconds that it waits for locks of others: a quarter of a minute unless told. */
  readonly lockPatienceMs?: number;
  readonly signal?: AbortSignal;
}

export interface MigrationDone {
  readonly seconds: number;
  readonly revisions: readonly RevisionDone[];
  /** `alembic_version` now: the target's head. */
  readonly rows: readonly string[];
}

/** A migration that has imported everything and is connected, waiting to be let go. */
export interface Migrator {
  /** The server's version, and the seconds that getting ready took. */
  readonly ready: { readonly server: string; readonly seconds: number };
  /**
   * Runs the revisions, each in a transaction of its own; `alembic_version` changes with the last of them.
   * @throws BaiupError `migrator.wrong-start` (nothing was changed), `migrator.revision-failed`,
   * `migrator.question`, `migrator.deadline`, `migrator.cancelled`, `migrator.died`: the way back from these is the dump.
   */
  go(
    onRevision?: (done: RevisionDone) => void | Promise<void>,
    signal?: AbortSignal,
    /** The name of a copy on the same server, which is migrated in the database's place. */
    copy?: string,
  ): Promise<MigrationDone>;
  /** Ends it; before `go` nothing was changed. */
  cancel(): Promise<void>;
  /** What it and the revisions wrote, for evidence. */
  stderr(): string;
}

/**
 * Gets a migration ready: slow and harmless, so it belongs before the stop.
 * @throws BaiupError `migrator.empty-graph`, `migrator.wrong-head`, `migrator.unknown-revision`,
 * `migrator.config-refused`, `migrator.etcd-unreachable`, `migrator.other-etcd`, `migrator.other-database`, `migrator.failed`, `migrator.deadline`, `migrator.died`
 */
export async function startMigrator(options: MigratorOptions): Promise<Migrator> {
  const { from, run, head, answers = [], observe = false, served, signal } = options;
  const running = await startProcess(options, {
    ...{ mode: 'migrate', from, run, head, answers, observe },
    ...(served ? { served } : {}),
  });
  const ready = await awaitReady(running, options.readyTimeoutMs, signal);
  return {
    ready,
    go: (onRevision, goSignal, copy) => {
      const address = { ...options.address, name: copy ?? options.address.name };
      return go(running, { ...options, address, copy }, onRevision, goSignal ?? signal);
    },
    cancel: running.kill,
    stderr: running.stderr,
  };
}

async function go(
  running: MigratorProcess,
  {
    run,
    address,
    revisionTimeoutMs = 30 * 60_000,
    lockPatienceMs = 15_000,
    copy,
  }: MigratorOptions & { readonly copy: string | undefined },
  onRevision: (done: RevisionDone) => void | Promise<void> = () => undefined,
  signal?: AbortSignal,
): Promise<MigrationDone> {
  const revisions: RevisionDone[] = [];
  const locks = watchLocks(address, running.pid, lockPatienceMs);
  const cut = AbortSignal.any([locks.signal, ...(signal ? [signal] : [])]);
  const now = (): string =>
    run[revisions.length] ? `revision ${run[revisions.length]}` : 'the end of the migration';
  running.tell(copy === undefined ? 'go' : `go ${copy}`);
  try {
    for (;;) {
      const what = now();
      const explain = (): Promise<string> => migratorActivity(address, running.pid);
      const { silence: trouble } = locks;
      const message = await running.next(revisionTimeoutMs, what, { signal: cut, explain, trouble });
      if (message.event === 'done') {
        // It has nothing left to do and ends by itself: nobody waits for that inside the stop.
        running.kill().catch(() => undefined);
        return { seconds: message.seconds, rows: message.rows, revisions };
      }
      if (message.event === 'failed') throw migratorError(message, running.stderr(), revisions);
      if (message.event === 'revision') {
        const { event: _event, ...done } = message;
        revisions.push(done);
        await onRevision(done);
      }
    }
  } catch (error) {
    await running.kill();
    throw withWhereItStands(locks.trouble(now()) ?? error, revisions, copy !== undefined);
  } finally {
    locks.end();
  }
}

/** Waits until it has imported everything; what it refuses is thrown. */
export async function awaitReady(
  running: MigratorProcess,
  timeoutMs = 180_000,
  signal?: AbortSignal,
): Promise<{ server: string; seconds: number }> {
  const message = await running.next(timeoutMs, 'the migration program to be ready', { signal });
  if (message.event === 'ready') return { server: message.server, seconds: message.seconds };
  await running.kill();
  if (message.event === 'failed') throw migratorError(message, running.stderr(), []);
  throw new BaiupError('migrator.died', `the migration program said "${message.event}" before it was ready`);
}

/** A deadline or a death says nothing of how far it came; we know. */
function withWhereItStands(error: unknown, revisions: readonly RevisionDone[], isCopy: boolean): unknown {
  if (!(error instanceof BaiupError) || error.left !== undefined) return error;
  const done = revisions.map((one) => one.id).join(', ') || 'none';
  return new BaiupError(error.code, error.message, {
    ...(error.hint ? { hint: error.hint } : {}),
    left: isCopy
      ? `revisions that are done on the copy: ${done}; the database that was set aside is as it was`
      : `revisions that are done: ${done}; the database has to be restored from its dump`,
    cause: error.cause ?? error,
  });
}
