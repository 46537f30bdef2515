import { mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type Plan, planSchema } from '../../core/plan/plan.ts';
import { writeFileAtomic } from '../../lib/atomic-file.ts';
import { BaiupError } from '../../lib/errors.ts';
import { syncFolder } from '../../lib/sync-folder.ts';
import { eventFile } from './event-file.ts';
import { claimRun } from './owner.ts';
import type { Journal, RunRecord } from './port.ts';
import { unknownRun } from './unknown-run.ts';

const runName = /^r-(\d+)$/;

/** Runs kept as folders `r-1`, `r-2` … with `plan.json` and `journal.jsonl`; everything 0600 in folders of 0700. */
export function fileJournal(folder: string, now: () => Date): Journal {
  const list = async (): Promise<string[]> => {
    const names = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return [];
      throw error;
    });
    const number = (name: string): number => Number(runName.exec(name)?.[1]);
    return names.filter((name) => runName.test(name)).sort((a, b) => number(a) - number(b));
  };

  const refuseUnknown = async (id: string): Promise<void> => {
    const known = await list();
    if (!known.includes(id)) throw unknownRun(id, known);
  };

  const eventsOf = (id: string) => eventFile(join(folder, id, 'journal.jsonl'), { run: id, now });

  const record = (id: string, plan: Plan): RunRecord => {
    const own = join(folder, id);
    const { close, ...events } = eventsOf(id);
    return {
      id,
      folder: own,
      plan,
      ...events,
      discard: async () => {
        await close();
        await rm(own, { recursive: true, force: true });
      },
      claim: async () => {
        const claim = await claimRun(join(own, 'owner.json'), id);
        return { release: () => close().finally(claim.release) };
      },
    };
  };

  return {
    list,
    create: async (plan) => {
      await mkdir(folder, { recursive: true, mode: 0o700 });
      let next = Number(runName.exec((await list()).at(-1) ?? 'r-0')?.[1]) + 1;
      while (!(await makeNew(join(folder, `r-${next}`)))) next += 1;
      await writeFileAtomic(join(folder, `r-${next}`, 'plan.json'), `${JSON.stringify(plan, null, 2)}\n`);
      await syncFolder(folder);
      return record(`r-${next}`, plan);
    },
    reader: async (id) => {
      await refuseUnknown(id);
      return { id, folder: join(folder, id), events: eventsOf(id).events };
    },
    open: async (id) => {
      await refuseUnknown(id);
      return record(id, await readPlan(join(folder, id, 'plan.json')));
    },
  };
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

async function readPlan(path: string): Promise<Plan> {
  try {
    return planSchema.parse(JSON.parse(await readFile(path, 'utf8')));
  } catch (cause) {
    throw new BaiupError('run.unreadable', `${path} is no plan that this baiup can read`, {
      hint: 'another version of baiup made it: go on, or back, with that one',
      cause,
    });
  }
}
