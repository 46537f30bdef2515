import { hostname } from 'node:os';
import { isLeftBehind, type LockSnapshot } from '../../core/cluster/lock.ts';
import { lockedError } from '../../core/cluster/locked-error.ts';
import { reduceRun } from '../../core/run/reduce.ts';
import { standingOf } from '../../core/run/standing.ts';
import { nextText } from '../../core/run/standing-words.ts';
import {
  type FoundLock,
  type LastRun,
  type LockHolder,
  type LockStore,
  lastOf,
} from '../../io/configstore/lock.ts';
import type { HostTurn } from '../../io/hosts/port.ts';
import type { Journal, RunReader } from '../../io/journal/port.ts';
import { thisProcess } from '../../io/services/process-identity.ts';
import { BaiupError, exitCode } from '../../lib/errors.ts';
import { oneAtATime } from '../../lib/one-at-a-time.ts';

/** Four signs of life before one is missed. */
const beatEveryMs = 15_000;

/** Milliseconds without one that was heard, after which another may soon have the lock: this machine may have slept. */
const doubtfulMs = 3 * beatEveryMs;

export type LockBy = Pick<LockHolder, 'run' | 'id' | 'what' | 'from' | 'to' | 'who' | 'why'>;

export type Turn = Pick<HostTurn, 'series' | 'number'>;

/** A lock that this process has. */
export interface HeldLock {
  /** By it hosts know whose turn it is: the number grows with whoever has the lock. */
  readonly turn: Turn;
  /** When it was seen that somebody took it away, ISO 8601; undefined where nobody did. */
  lost(): string | undefined;
  /**
   * Asks whether it is still ours, unless that was heard a moment ago. An etcd that is away says nothing.
   * @param always ask, whatever was heard
   * @returns as `lost`
   */
  look(always?: boolean): Promise<string | undefined>;
  /**
   * Gives it back.
   * @param undone whether its run left the cluster as it found it
   */
  free(undone?: boolean): Promise<void>;
  /** Keeps it for a run that is unfinished, and lets everybody see that nobody drives it. */
  leave(): Promise<void>;
}

export interface ClusterLock {
  /** Who has the cluster, with what the journal here tells of their run. */
  find(): Promise<{ readonly lock: LockSnapshot; remove(): Promise<boolean> } | undefined>;
  /**
   * @param goesOn whether it is a run that had the lock before: nothing that it did is built on where another has worked
   * on the cluster since
   * @throws BaiupError `cluster.locked` where another has it, with whose it is and what to type, `cluster.changed-since`,
   * both exit 2
   */
  hold(by: LockBy, goesOn?: boolean): Promise<HeldLock>;
}

/** The run of a lock in this journal, if it is one of this machine's. */
async function runHere(journal: Journal, { id, run }: LockHolder): Promise<RunReader | undefined> {
  const found = await journal.reader(id ?? run).catch(() => undefined);
  return found?.id === (id ?? run) ? found : undefined;
}

async function describe({ holder, life }: FoundLock, journal: Journal): Promise<LockSnapshot> {
  if (!holder) {
    const unknown = { run: '?', id: '?', who: '?', host: '?', at: '?', why: '?' };
    return { what: 'unreadable', ...unknown, life };
  }
  const { what, run, id = run, from, to, who, host, at, why, process } = holder;
  const here = what === 'run' ? await runHere(journal, holder) : undefined;
  return {
    ...{ what, run, id, from, to, who, host, at, why, life },
    pid: process?.pid,
    ...(here ? { journal: await journalOf(here) } : {}),
  };
}

async function journalOf(here: RunReader): Promise<LockSnapshot['journal']> {
  const found = await here.examine();
  const state = standingOf(found);
  const view = state === 'unfinished' ? reduceRun(found.events) : undefined;
  return { run: here.name, state, ...(view ? { next: nextText({ ...view, run: here.name }) } : {}) };
}

/** Once a run left the cluster as it found it, the one before it is the last again. */
function lastAfterUndone(holder: LockHolder, before: LastRun | undefined): LastRun | undefined {
  const own = lastOf(holder);
  return before && before.id !== own?.id ? before : own && { ...own, undone: true };
}

function changedSince(run: string, { run: other, who, at, id }: LastRun): BaiupError {
  return new BaiupError(
    'cluster.changed-since',
    `run ${other} of ${who} (${id}) has changed this cluster since, at ${at}: ${run} would undo that`,
    {
      exit: exitCode.refused,
      left: 'nothing was changed by this command',
      hint: `ask ${who}. Go back from ${other} first: baiup rollback ${other}. To overwrite what it did: baiup rollback ${run} --accept cluster.changed-since`,
    },
  );
}

/** Nobody else writes the lock while it is held: its revision is that of who took it. */
async function turnOf(store: LockStore): Promise<Turn> {
  const [series, found] = await Promise.all([store.series(), store.read()]);
  return { series, number: Number(found?.revision) };
}

/** Gives signs of life until it is told to end. */
function keepBeating(store: LockStore, holder: LockHolder, now: () => Date) {
  const exclusively = oneAtATime();
  let lost: string | undefined;
  // By both clocks: one does not count while the machine sleeps, and the other may be set.
  const clocks = () => [performance.now(), now().getTime()] as const;
  let heard = clocks();
  const beat = async (): Promise<void> => {
    const at = clocks();
    const isOurs = await exclusively(() => store.beat(holder));
    if (isOurs) heard = at;
    else lost ??= now().toISOString();
  };
  const timer = setInterval(() => {
    // An etcd that is away for a moment is asked again.
    void beat().catch(() => undefined);
  }, beatEveryMs);
  timer.unref();
  const look: HeldLock['look'] = async (always = false) => {
    const [passed, told] = clocks().map((time, index) => Math.abs(time - (heard[index] ?? 0)));
    const isDoubtful = always || Math.max(passed ?? 0, told ?? 0) > doubtfulMs;
    if (lost === undefined && isDoubtful) await beat().catch(() => undefined);
    return lost;
  };
  const end = async (last: () => Promise<void>): Promise<void> => {
    clearInterval(timer);
    // Nobody waits for an etcd that is away: it is told later where this process lives on, and else sees no sign of life.
    await exclusively(last).catch(() => untilDone(last));
  };
  return { lost: () => lost, look, end };
}

/** Tries again at each beat, as long as this process lives for other reasons. */
function untilDone(act: () => Promise<void>): void {
  const timer = setTimeout(() => void act().catch(() => untilDone(act)), beatEveryMs);
  timer.unref();
}

/** The cluster's lock as this machine sees it. */
export function clusterLock(store: LockStore, journal: Journal, now: () => Date): ClusterLock {
  return {
    find: async () => {
      const found = await store.read();
      return found && { lock: await describe(found, journal), remove: () => store.remove(found) };
    },
    hold: async (by, goesOn = false) => {
      const before = await store.last();
      if (goesOn && before && !before.undone && before.id !== by.id) {
        const found = await store.read();
        const lock = found && (await describe(found, journal));
        // Whoever has it now comes first: what they did may still go back.
        throw lock && !isLeftBehind(lock) ? lockedError(lock) : changedSince(by.run, before);
      }
      const driver = { host: hostname(), at: now().toISOString(), process: await thisProcess() };
      const holder: LockHolder = { ...by, ...driver };
      const mayTake = async (found: FoundLock) => isLeftBehind(await describe(found, journal));
      const other = await store.acquire(holder, mayTake).catch(async (error: unknown) => {
        // Its answer may be what was lost.
        await store.release(holder).catch(() => undefined);
        throw error;
      });
      if (other) throw lockedError(await describe(other, journal));
      const { lost, look, end } = keepBeating(store, holder, now);
      const turn = await turnOf(store).catch(async (error: unknown) => {
        await end(() => store.release(holder));
        throw error;
      });
      return {
        ...{ turn, lost, look },
        free: (undone) =>
          end(() => store.release(holder, undone ? lastAfterUndone(holder, before) : undefined)),
        leave: () => end(() => store.leave(holder, now().toISOString())),
      };
    },
  };
}
