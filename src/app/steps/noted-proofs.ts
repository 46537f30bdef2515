import { z } from 'zod';
import { lifeProof } from '../../core/workloads/life-proof.ts';
import { BaiupError } from '../../lib/errors.ts';
import type { StepContext } from './context.ts';
import { keptDocument } from './kept-document.ts';
import { keptFile } from './kept-file.ts';
import { keptFiles } from './kept-files.ts';

type Context = Pick<StepContext, 'runFolder'>;

const form = z.object({
  proofs: z.array(lifeProof).readonly(),
  /** How many sessions the keypair may have at once; absent where its policy does not say. */
  most: z.number().optional(),
});
type NotedProofs = z.infer<typeof form>;

/** Writes down where sessions were started before the stop, and what became of them. */
export const noteProofs = (hop: number, noted: NotedProofs, context: Context): Promise<void> =>
  keptFile.write(keptFiles(context, hop).proofs, JSON.stringify(noted));

/** @returns undefined where none were noted. @throws BaiupError `proof.note-damaged` */
export function notedProofs(hop: number, context: Context): Promise<NotedProofs | undefined> {
  const file = keptFiles(context, hop).proofs;
  return keptDocument(
    file,
    form,
    (cause) =>
      new BaiupError('proof.note-damaged', `${file} no longer tells where sessions started before the stop`, {
        hint: 'remove that file: only the resource group of cluster.yaml is tried then',
        cause,
      }),
  );
}
