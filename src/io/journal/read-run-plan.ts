import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Plan, planFormat, planSchema } from '../../core/plan/plan.ts';
import { planSha256 } from '../../core/plan/plan-id.ts';
import { BaiupError, messageOf } from '../../lib/errors.ts';

function lost(path: string, why: string, cause?: unknown): BaiupError {
  return new BaiupError('run.plan-damaged', `the plan of this run, ${path}, ${why}`, {
    cause,
    left: 'nothing was changed now; what the run captured is kept beside it',
    hint: `put the plan that was applied back (cp plan.json ${path}), then type the command again`,
  });
}

const formatOf = (document: unknown): unknown =>
  typeof document === 'object' && document !== null && 'format' in document ? document.format : undefined;

/**
 * The plan that a run carries out, as it was when it began.
 * @param expected its `planSha256`, where that was kept: figures may be others
 * @throws BaiupError `run.plan-damaged`, `run.unreadable` (another version wrote it)
 */
export async function readRunPlan(folder: string, expected: string | undefined): Promise<Plan> {
  const path = join(folder, 'plan.json');
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    throw lost(path, `cannot be read: ${messageOf(error)}`, error);
  });
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch (cause) {
    throw lost(path, 'is not JSON: it was cut short or edited', cause);
  }
  const plan = planSchema.safeParse(document);
  if (!plan.success) {
    if (formatOf(document) === planFormat) throw lost(path, 'was edited', plan.error);
    throw new BaiupError('run.unreadable', `${path} is not a plan that this baiup can read`, {
      hint: 'another version of baiup made it: resume it or roll it back with that version',
      cause: plan.error,
    });
  }
  if (expected !== undefined && planSha256(plan.data) !== expected)
    throw lost(path, 'is not the one that it began with');
  return plan.data;
}
