import type { Plan } from '../../core/plan/plan.ts';
import { runJournal } from './run-journal.ts';

/** @throws BaiupError `run.unknown`, `run.plan-damaged`, `run.unreadable` */
export async function planOfRun(run: string): Promise<Plan> {
  return (await runJournal().open(run)).plan;
}
