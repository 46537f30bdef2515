import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import { type ApiPart, isSamePart } from '../../core/census/api-part.ts';
import {
  type ComparedAnswers,
  compareAnswers,
  differingParts,
  missingOf,
} from '../../core/census/compare-answers.ts';
import { lossInWords } from '../../core/census/loss-in-words.ts';
import { parseVersion } from '../../core/versions/parse-version.ts';
import { BaiupError } from '../../lib/errors.ts';
import { firstFew } from '../../lib/first-few.ts';
import { waiting } from '../../lib/waiting.ts';
import type { StepContext } from './context.ts';
import { keptFile } from './kept-file.ts';
import { keptFiles } from './kept-files.ts';
import { membersOf } from './members-of.ts';
import { notedAnswers } from './noted-answers.ts';
import { planAgain } from './plan-again.ts';
import { nothingToUndo, type Step } from './step.ts';
import { whileAlive } from './while-alive.ts';

const params = z.strictObject({
  hop: z.int().positive(),
  from: z.string(),
  to: z.string(),
  /** The operator accepts what differs. */
  accepted: z.literal(true).optional(),
});
type Params = z.infer<typeof params>;

/** Of the error, and what an operator accepts. */
export const answersCode = 'prove.api';

const shown = 5;
/** So many are told in the journal; the file has all. */
const mostTold = 100;
const mostSilent = 20;

/**
 * Managers find storage-proxies, balancers managers, and workers of app-proxy their endpoints (`list_worker_circuits`),
 * within seconds of their start.
 */
const settleMs = 30_000;
const everyMs = 3000;

async function compared(
  { from, to }: Params,
  before: readonly ApiPart[],
  after: readonly ApiPart[],
  context: StepContext,
): Promise<ComparedAnswers> {
  const missing = missingOf(before, after);
  const held = missing.size === 0 ? new Map() : await context.database.stillHeld(missing);
  return compareAnswers(before, after, { from: parseVersion(from), to: parseVersion(to), held });
}

/** Asks again what differs, until it has had its time. */
async function settled(which: Params, before: readonly ApiPart[], context: StepContext) {
  const needs = [membersOf(context.inventory, 'manager')];
  const end = performance.now() + settleMs;
  let found: ComparedAnswers | undefined;
  const trouble = (): string | undefined =>
    found && found.lost.length > 0 ? firstFew(found.lost.map(lossInWords), shown) : undefined;
  const what = 'the API to answer as it did before the stop';
  return waiting({ what, timeoutMs: settleMs, trouble }, () =>
    whileAlive('no manager answers', needs, context, async (signal) => {
      let after = await context.apiAnswers(signal, before);
      for (;;) {
        found = await compared(which, before, after, context);
        const isSettled = found.lost.length + found.resting.length === 0;
        if (isSettled || performance.now() + everyMs > end) return found;
        await delay(everyMs, undefined, { signal });
        const again = await context.apiAnswers(signal, differingParts(before, after));
        after = [...after.filter((each) => !again.some((one) => isSamePart(one, each))), ...again];
      }
    }),
  );
}

/** What keypairs of each role may list and start is what it was: the API tells more than the database. */
export const apiProve: Step<Params> = {
  kind: 'api.prove',
  params,
  title: () => 'Users of each role can list and start what they could before',
  estimate: 5,
  waits: 'throughout',
  probe: async () => 'todo',
  apply: async (which, context) => {
    const before = (await notedAnswers(which.hop, context)) ?? [];
    if (!before.some(({ rows }) => rows !== undefined))
      return { skipped: before[0]?.trouble ?? 'what the API answered before the stop was not noted' };
    const { lost, unanswered, resting, ...others } = await settled(which, before, context);
    const verdict = which.accepted ? ('accepted' as const) : ('refused' as const);
    const found = {
      ...others,
      lost: lost.slice(0, mostTold),
      ...(lost.length > mostTold ? { all: lost.length } : {}),
      ...(lost.length > 0 ? { verdict } : {}),
      ...(unanswered.length > 0 ? { unanswered: unanswered.slice(0, mostSilent) } : {}),
      ...(resting.length > 0 ? { resting: resting.slice(0, mostTold) } : {}),
    };
    const { answersCompared } = keptFiles(context, which.hop);
    await keptFile.write(
      answersCompared,
      JSON.stringify({ ...found, lost, unanswered, resting }, undefined, 2),
    );
    if (lost.length === 0 || which.accepted) return found;
    throw new BaiupError(
      answersCode,
      `users can no longer list or start all that they could before the stop: ${firstFew(lost.map(lossInWords), shown)}`,
      {
        hint: `read all differences in ${answersCompared}; where they are right, ${planAgain(answersCode)}`,
        found,
      },
    );
  },
  verify: async () => undefined,
  undo: nothingToUndo,
};
