import { prepareParts } from '../../scripts/lab/prepare-parts.ts';
import type { Told } from '../../scripts/lab/told.ts';
import { BaiupError, messageOf } from '../../src/lib/errors.ts';
import { smallLab } from './small-lab.ts';

/** Whether there can be a lab: why it is left out, or what is wrong with how it is made; neither where there can. */
export interface LabAnswer {
  readonly leftOut?: string;
  readonly fault?: string;
}

const how = 'npm run lab up, as root, makes what it needs';

/** It becomes a part of a name that is one line. */
const oneLine = (text: string): string => text.replaceAll(/[[\]\s]+/g, ' ').slice(0, 300);

function answerTo(error: unknown): LabAnswer {
  const code = error instanceof BaiupError ? error.code : '';
  if (code === 'lab.not-here' || code === 'sandbox.docker-image')
    return { leftOut: oneLine(messageOf(error)) };
  if (code === 'lab.no-parts') return { leftOut: `${oneLine(messageOf(error))}; ${how}` };
  return { fault: (error instanceof Error && error.stack) || String(error) };
}

type Prepare = (told: Told) => Promise<void>;

/**
 * Makes what the lab is made of. What takes longer than `mostMs` is ended, and the lab left out: an answer comes by then.
 * @returns the answer, and when nothing is at work any more
 */
export function labAnswer(
  mostMs: number,
  ending: AbortSignal,
  prepare: Prepare = (told) => prepareParts({ ...smallLab, ...told }),
): { readonly answer: Promise<LabAnswer>; readonly ended: Promise<unknown> } {
  const late = AbortSignal.timeout(mostMs);
  const tooLate = new Promise<LabAnswer>((resolve) => {
    const minutes = Math.round(mostMs / 60_000);
    const leftOut = `what it is made of was not there after ${minutes} minutes; ${how}`;
    late.addEventListener('abort', () => resolve({ leftOut }), { once: true });
  });
  const ended = prepare({ signal: AbortSignal.any([late, ending]) }).then(() => ({}), answerTo);
  return { answer: Promise.race([ended, tooLate]), ended };
}
