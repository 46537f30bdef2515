import { readFile } from 'node:fs/promises';
import { type Plan, planSchema } from '../../core/plan/plan.ts';
import { usageError } from '../../lib/errors.ts';

const again = 'make it again: baiup plan TO -o plan.json';

/** Reads a plan as `baiup plan -o` wrote it. @throws BaiupError `plan.file-missing`, `plan.file-wrong`, both exit 64 */
export async function readPlan(file: string): Promise<Plan> {
  const text = await readFile(file, 'utf8').catch(() => {
    throw usageError('plan.file-missing', `the plan ${file} cannot be read`, again);
  });
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch {
    throw usageError('plan.file-wrong', `${file} is not JSON: it was cut short or edited`, again);
  }
  const parsed = planSchema.safeParse(document);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw usageError(
    'plan.file-wrong',
    `${file}: ${issue?.path.join('.') || 'plan'}: ${issue?.message}`,
    again,
  );
}
