import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Plan, planFormat, planSchema } from '../../core/plan/plan.ts';
import { planSha256 } from '../../core/plan/plan-id.ts';
import { BaiupError, messageOf } from '../../lib/errors.ts';

/** Where a plan is kept, and how an operator puts one back. */
interface Kept {
  readonly where: string;
  readonly hint: string;
}

function lost({ where, hint }: Kept, why: string, cause?: unknown): BaiupError {
  return new BaiupError('run.plan-damaged', `the plan of this run, ${where}, ${why}`, {
    cause,
    left: 'nothing was changed now; what the run captured is kept beside it',
    hint,
  });
}

const formatOf = (document: unknown): unknown =>
  typeof document === 'object' && document !== null && 'format' in document ? document.format : undefined;

/**
 * The plan that a run carries out, as it was when it began.
 * @param expected its `planSha256`, where that was kept: figures may be others
 * @throws BaiupError `run.plan-damaged`, `run.unreadable` (another version wrote it)
 */
export function parseRunPlan(text: string, kept: Kept, expected: string | undefined): Plan {
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch (cause) {
    throw lost(kept, 'is not JSON: it was cut short or edited', cause);
  }
  const plan = planSchema.safeParse(document);
  if (!plan.success) {
    if (formatOf(document) === planFormat) throw lost(kept, 'was edited', plan.error);
    throw new BaiupError('run.unreadable', `${kept.where} is not a plan that this baiup can read`, {
      hint: 'another version of baiup made it: resume it or roll it back with that version',
      cause: plan.error,
    });
  }
  if (expected !== undefined && planSha256(plan.data) !== expected)
    throw lost(kept, 'is not the one that it began with');
  return plan.data;
}

/** The plan of a run that is kept in a folder. @throws as `parseRunPlan` */
export async function readRunPlan(folder: string, expected: string | undefined): Promise<Plan> {
  const path = join(folder, 'plan.json');
  const kept = {
    where: path,
    hint: `put the plan that was applied back (cp plan.json ${path}), then type the command again`,
  };
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    throw lost(kept, `cannot be read: ${messageOf(error)}`, error);
  });
  return parseRunPlan(text, kept, expected);
}
