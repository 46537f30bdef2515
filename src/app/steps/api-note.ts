import { z } from 'zod';
import { shapeInWords } from '../../core/census/api-part.ts';
import { noteAnswers, notedAnswers } from './noted-answers.ts';
import { nothingToUndo, type Step } from './step.ts';

const params = z.strictObject({ hop: z.int().positive() });

/** So many are told in the journal; the file has all. */
const mostTold = 20;

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
    const parts = await context.apiAnswers(context.signal);
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
