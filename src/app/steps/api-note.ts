import { z } from 'zod';
import { isSamePart, shapeInWords } from '../../core/census/api-part.ts';
import type { StepContext } from './context.ts';
import { noteAnswers, notedAnswers } from './noted-answers.ts';
import { nothingToUndo, type Step } from './step.ts';

const params = z.strictObject({ hop: z.int().positive() });

/** So many are told in the journal; the file has all. */
const mostTold = 20;

/** Managers fail a question now and then when many come at once: it is asked once more. */
async function askedTwice({ apiAnswers, signal }: Pick<StepContext, 'apiAnswers' | 'signal'>) {
  const parts = await apiAnswers(signal);
  const silent = parts.filter(({ rows }) => rows === undefined);
  if (silent.length === 0 || silent.length === parts.length) return parts;
  const again = await apiAnswers(signal, silent);
  return parts.map((part) => again.find((each) => isSamePart(part, each)) ?? part);
}

/**
 * Asks the managers' API, while the old release still serves, what keypairs of each role may list and start. Where it
 * does not answer, that is told, and the census of the database stands alone.
 */
export const apiNote: Step<z.infer<typeof params>> = {
  kind: 'api.note',
  params,
  title: () => 'Note what users of each role can list and start',
  estimate: 5,
  waits: 'throughout',
  stopsWhenAsked: true,
  probe: async ({ hop }, context) => ((await notedAnswers(hop, context)) === undefined ? 'todo' : 'done'),
  apply: async ({ hop }, context) => {
    const parts = await askedTwice(context);
    await noteAnswers(hop, parts, context);
    const silent = parts.filter(({ trouble }) => trouble !== undefined);
    return {
      keypairs: new Set(parts.map(({ who }) => shapeInWords(who))).size,
      answered: parts.length - silent.length,
      ...(silent.length > 0
        ? {
            unanswered: silent
              .slice(0, mostTold)
              .map(({ what, who, trouble }) => `${what} of ${shapeInWords(who)}: ${trouble}`),
          }
        : {}),
    };
  },
  verify: async () => undefined,
  undo: nothingToUndo,
};
