import { randomBytes } from 'node:crypto';
import { mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { BaiupError } from '../../lib/errors.ts';
import { stateHome } from '../../lib/state-home.ts';
import { type PlanFile, watchPlan } from './watch-plan.ts';

/** A plan that was made on a page. */
export interface KeptPlan extends PlanFile {
  /** By which it is asked for. */
  readonly name: string;
  /** ISO 8601. */
  readonly made: string;
}

const form = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z-[0-9a-f]{4}\.json$/;
const mostShown = 50;

const plansFolder = (): string => join(stateHome(), 'plans');

/** Where a plan goes that is made on a page: a file of its own, kept with the runs, for its owner alone. */
export async function newPlanFile(now: Date): Promise<string> {
  await mkdir(plansFolder(), { recursive: true, mode: 0o700 });
  const stamp = now.toISOString().replace(/[-:]|\.\d+/g, '');
  return join(plansFolder(), `${stamp}-${randomBytes(2).toString('hex')}.json`);
}

/** The plans that were made on pages, looked at again and again: each is read once. */
export function openKeptPlans() {
  const known = new Map<string, ReturnType<typeof watchPlan>>();

  const read = async (name: string): Promise<KeptPlan | undefined> => {
    const file = join(plansFolder(), name);
    const watch = known.get(name) ?? watchPlan(file);
    known.set(name, watch);
    const found = await watch();
    const made = name.replace(form, '$1-$2-$3T$4:$5:$6.000Z');
    return found && { name, made, ...found };
  };

  /** The latest first; what cannot be read is none. */
  const list = async (): Promise<KeptPlan[]> => {
    const names = (await readdir(plansFolder()).catch(() => [])).filter((name) => form.test(name)).sort();
    const found = await Promise.all(names.slice(-mostShown).toReversed().map(read));
    return found.filter((each) => each !== undefined);
  };

  return {
    list,
    /** @throws BaiupError `plan.unknown` */
    named: async (name: string): Promise<KeptPlan> => {
      const found = form.test(name) ? await read(name) : undefined;
      if (found) return found;
      throw new BaiupError('plan.unknown', 'no plan of that name is kept here', {
        hint: 'the history lists those that are',
        left: 'nothing was changed',
      });
    },
  };
}
