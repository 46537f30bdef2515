import { signJournal } from '../../io/journal/journal-signature.ts';
import { BaiupError, exitCode } from '../../lib/errors.ts';
import { judgedRun } from '../records/judged-run.ts';
import { runJournal } from '../records/run-journal.ts';
import type { Verified } from '../records/verify-journal.ts';

/**
 * Whether a run's journal is as it was written, and signed by whom.
 * @param signers a file of keys as ssh knows them (`allowed_signers`)
 * @throws BaiupError `run.unknown`, `sign.damaged`
 */
export async function verifyRun(typed: string, signers: string | undefined): Promise<Verified> {
  return (await judgedRun(runJournal(), typed, signers)).verified;
}

/**
 * Signs the end of a run's journal with an operator's own key.
 * @throws BaiupError `run.unknown`, `run.damaged`, `sign.not-whole`, `sign.refused`
 */
export async function signRun(typed: string, key: string): Promise<void> {
  const reader = await runJournal().reader(typed);
  const { state, why, end } = await verifyRun(typed, undefined);
  if (state !== 'whole') {
    throw new BaiupError('sign.not-whole', `the journal of ${reader.name} is not signed: ${why.join('; ')}`, {
      exit: exitCode.refused,
      left: 'nothing was signed',
      hint: `look at it: baiup show ${reader.name} --verify`,
    });
  }
  await signJournal(reader, end, key);
}
