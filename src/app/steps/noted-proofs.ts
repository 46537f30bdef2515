import { z } from 'zod';
import { type LifeProof, lifeProof } from '../../core/workloads/life-proof.ts';
import { BaiupError } from '../../lib/errors.ts';
import type { StepContext } from './context.ts';
import { keptFile } from './kept-file.ts';
import { keptFiles } from './kept-files.ts';

type Context = Pick<StepContext, 'runFolder'>;

/** Writes down where sessions were started before the stop, and what became of them. */
export const noteProofs = (hop: number, proofs: readonly LifeProof[], context: Context): Promise<void> =>
  keptFile.write(keptFiles(context, hop).proofs, JSON.stringify(proofs));

/** @returns undefined where none were noted. @throws BaiupError `proof.note-damaged` */
export async function notedProofs(hop: number, context: Context): Promise<readonly LifeProof[] | undefined> {
  const file = keptFiles(context, hop).proofs;
  const text = await keptFile.read(file);
  if (text === undefined) return undefined;
  try {
    return z.array(lifeProof).parse(JSON.parse(text));
  } catch (error) {
    throw new BaiupError(
      'proof.note-damaged',
      `${file} no longer tells where sessions started before the stop`,
      { hint: 'remove that file: only the resource group of cluster.yaml is tried then', cause: error },
    );
  }
}
