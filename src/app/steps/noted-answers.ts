import { z } from 'zod';
import { type ApiPart, apiPart } from '../../core/census/api-part.ts';
import { BaiupError } from '../../lib/errors.ts';
import type { StepContext } from './context.ts';
import { keptDocument } from './kept-document.ts';
import { keptFile } from './kept-file.ts';
import { keptFiles } from './kept-files.ts';

type Context = Pick<StepContext, 'runFolder'>;

/** Writes down what the managers' API answered before the stop: no keys, and no secrets. */
export const noteAnswers = (hop: number, parts: readonly ApiPart[], context: Context): Promise<void> =>
  keptFile.write(keptFiles(context, hop).answers, JSON.stringify(parts));

/** @returns undefined where nothing was noted. @throws BaiupError `census.damaged` */
export function notedAnswers(hop: number, context: Context): Promise<readonly ApiPart[] | undefined> {
  const file = keptFiles(context, hop).answers;
  return keptDocument(
    file,
    z.array(apiPart),
    (cause) => new BaiupError('census.damaged', `${file} no longer tells what the API answered`, { cause }),
  );
}
