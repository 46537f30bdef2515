import { lstat, mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { planSha256 } from '../../core/plan/plan-id.ts';
import { planText } from '../../core/plan/plan-text.ts';
import { writeFileAtomic } from '../../lib/atomic-file.ts';
import { syncFolder } from '../../lib/sync-folder.ts';
import { thisProcess } from '../services/process-identity.ts';
import { claimRun, disownRun, readDriver } from './claim.ts';
import { eventFile } from './event-file.ts';
import { fileRequests } from './file-requests.ts';
import { fileTexts, textAt } from './file-texts.ts';
import type { Journal, RunReader, RunRecord } from './port.ts';
import { readRunPlan } from './read-run-plan.ts';
import { runReserve, withRoom } from './reserve.ts';
import { resolveRun } from './resolve-run.ts';
import { loadRunFile, newRunId, planOfRun, type RunFile, saveRunFile } from './run-file.ts';

const runName = /^r-(\d+)$/;

/** A run's folder. */
interface Place {
  readonly name: string;
  readonly id: string;
  readonly folder: string;
  readonly file: Partial<RunFile>;
}

/** Runs kept as folders `r-1`, `r-2` …; everything 0600 in folders of 0700. */
export function fileJournal(folder: string, now: () => Date): Journal {
  const list = async (): Promise<string[]> => {
    const found = await readdir(folder, { withFileTypes: true }).catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return [];
      throw error;
    });
    const numbers = found.flatMap((entry) => (entry.isFile() ? [] : (runName.exec(entry.name)?.[1] ?? [])));
    return numbers.sort((a, b) => Number(a) - Number(b)).map((number) => `r-${number}`);
  };

  const placeOf = async (name: string): Promise<Place> => {
    const own = join(folder, name);
    const file = await loadRunFile(own);
    return { name, id: file.id ?? name, folder: own, file };
  };

  const placeNamed = async (typed: string): Promise<Place> => {
    // Whoever reads all runs asks for one after the other by its name.
    if (runName.test(typed) && (await isRun(join(folder, typed)))) return placeOf(typed);
    const names = await list();
    return resolveRun(typed, await Promise.all(names.map(placeOf)));
  };

  const eventsOf = ({ name, folder: own, file: { id } }: Place) => {
    const files = { path: join(own, 'journal.jsonl'), endPath: join(own, 'journal.end') };
    return eventFile(
      { ...files, run: name, id, trace: () => traceIn(own) },
      { now, makeRoom: runReserve(own).giveSome },
    );
  };

  const aboutFolder = (own: string) => ({
    text: async () => (await textAt(join(own, 'journal.jsonl'))) ?? '',
    texts: fileTexts(own),
    requests: fileRequests(own),
    isThere: () => isRun(own),
    names: async () => (await readdir(own).catch(() => [])).sort(),
    lookAgain,
    missingFiles: async () => undefined,
    driver: () => readDriver(own),
    disown: () => disownRun(own, now),
  });

  const record = (place: Place, plan: RunRecord['plan']): RunRecord => {
    const { name, id, folder: own, file } = place;
    const { hold, close, ...events } = eventsOf(place);
    return {
      name,
      id,
      made: file.made,
      folder: own,
      plan,
      ...events,
      discard: async () => {
        await close();
        await rm(own, { recursive: true, force: true });
      },
      ...aboutFolder(own),
      claim: async (who) => {
        const by = { run: name, who, process: await thisProcess(), now };
        const claim = await withRoom(own, () => claimRun(own, by));
        hold();
        return { release: () => close().finally(() => withRoom(own, claim.release)) };
      },
    };
  };

  /** The first free name is taken by making its folder. */
  const makeFolder = async (): Promise<string> => {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    let next = Number(runName.exec((await list()).at(-1) ?? 'r-0')?.[1]) + 1;
    while (!(await makeNew(join(folder, `r-${next}`)))) next += 1;
    await syncFolder(folder);
    return `r-${next}`;
  };

  return {
    list,
    create: async (plan) => {
      const name = await makeFolder();
      const own = join(folder, name);
      const file = { id: newRunId(), plan: planSha256(plan), made: now().toISOString() };
      await saveRunFile(own, file);
      await writeFileAtomic(join(own, 'plan.json'), planText(plan));
      return record({ name, id: file.id, folder: own, file }, plan);
    },
    reader: async (typed) => {
      const place = await placeNamed(typed);
      const { name, id, folder: own, file } = place;
      const { events, examine } = eventsOf(place);
      return { name, id, made: file.made, folder: own, events, examine, ...aboutFolder(own) };
    },
    open: async (typed) => {
      const place = await placeNamed(typed);
      const { folder: own, file } = place;
      return record(place, await readRunPlan(own, await planOfRun(own, file)));
    },
  };
}

const lookAgain: RunReader['lookAgain'] = (everyMs, signal) =>
  delay(everyMs, undefined, { signal }).catch(() => undefined);

/** What a hop keeps: a capture, say. */
async function traceIn(own: string): Promise<string | undefined> {
  const names = await readdir(own).catch(() => []);
  return names.sort().find((name) => name.startsWith('hop-'));
}

async function isRun(path: string): Promise<boolean> {
  try {
    return !(await lstat(path)).isFile();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false;
    throw error;
  }
}

async function makeNew(path: string): Promise<boolean> {
  try {
    await mkdir(path, { mode: 0o700 });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}
