import { readFile } from 'node:fs/promises';
import { type Plan, planFormat, planSchema } from '../../core/plan/plan.ts';
import { usageError } from '../../lib/errors.ts';
import { issueText } from '../../lib/issue-text.ts';

const again = 'make it again: baiup plan TO -o plan.json';

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;

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
  const format = isRecord(document) ? document['format'] : undefined;
  if (format === undefined || !isRecord(document))
    throw usageError('plan.file-wrong', `${file} is no plan of baiup`, again);
  if (format !== planFormat)
    throw usageError('plan.file-wrong', `${file} is a plan of another version of baiup`, again);
  const where = issue?.path.join('.') || 'the whole plan';
  throw usageError('plan.file-wrong', `${file}: ${where} ${issue ? issueText(issue) : 'is wrong'}`, again);
}
