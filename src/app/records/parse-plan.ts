import type { z } from 'zod';
import { type Plan, planFormat, planSchema } from '../../core/plan/plan.ts';
import { planId } from '../../core/plan/plan-id.ts';
import { BaiupError, exitCode, usageError } from '../../lib/errors.ts';
import type { Finding } from '../../lib/finding.ts';
import { firstFew } from '../../lib/first-few.ts';
import { issueText } from '../../lib/issue-text.ts';
import { jsonFlaw } from '../../lib/json-flaw.ts';
import { soundPlan } from '../planner/sound/sound-plan.ts';

/** What to do about a plan that is none, or no longer the one that baiup made. */
export const makeItAgain = 'make it again: baiup plan TO -o plan.json';

const shown = 3;
const shownFlaws = 20;

const wrong = (what: string): BaiupError => usageError('plan.file-wrong', what, makeItAgain);

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;

function parseJson(text: string, file: string): unknown {
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch (error) {
    const [, line] = /\(line (\d+) /.exec(String(error)) ?? [];
    throw wrong(`${file} is not JSON${line ? ` (line ${line})` : ''}: it was cut short or edited`);
  }
  const flaw = jsonFlaw(text);
  if (flaw !== undefined) throw wrong(`${file} is not a plan that baiup wrote: ${flaw}`);
  return document;
}

function refuseOtherKinds(document: unknown, file: string): void {
  const format = isRecord(document) ? document['format'] : undefined;
  if (typeof format !== 'number') throw wrong(`${file} is not a plan of baiup`);
  if (format === planFormat) return;
  const whose = format < planFormat ? 'an older baiup' : 'a newer baiup';
  throw wrong(
    `${file} is a plan of ${whose}: its format is ${format}, and this baiup knows format ${planFormat}`,
  );
}

function issuesText(issues: readonly z.core.$ZodIssue[]): string {
  const told = issues.map((issue) => `${issue.path.join('.') || 'the whole plan'} ${issueText(issue)}`);
  return firstFew(told, shown);
}

const refusal = (code: string, message: string, findings: readonly Finding[] = []): BaiupError =>
  new BaiupError(code, message, {
    exit: exitCode.refused,
    findings,
    left: 'nothing was changed',
    hint: `a plan must not be edited; ${makeItAgain}`,
  });

/** What a text says, as a plan; the document that it was read from is not kept while the plan is judged. */
function planIn(text: string, file: string): Plan {
  const document = parseJson(text, file);
  refuseOtherKinds(document, file);
  const parsed = planSchema.safeParse(document);
  if (!parsed.success) throw wrong(`${file}: ${issuesText(parsed.error.issues)}`);
  return parsed.data;
}

/**
 * A plan from the text of its file.
 * @throws BaiupError `plan.file-wrong` (exit 64) where it is none; `plan.changed` where it was edited, `plan.unsound`
 * where no planner makes such a plan (both exit 2)
 */
export function parsePlan(text: string, file: string): Plan {
  const plan = planIn(text, file);
  const id = planId(plan);
  if (id !== plan.id) {
    throw refusal('plan.changed', `${file} was edited: its content has the id ${id}, but it says ${plan.id}`);
  }
  const flaws = soundPlan(plan);
  if (flaws.length === 0) return plan;
  throw refusal('plan.unsound', `${file} is not a plan that baiup makes`, flaws.slice(0, shownFlaws));
}
