import { readSignature, signJournal } from '../../io/journal/journal-signature.ts';
import { judgeText } from '../../io/journal/journal-text.ts';
import { BaiupError, exitCode } from '../../lib/errors.ts';
import { isDriven } from '../live/follow-run.ts';
import { runJournal } from '../records/run-journal.ts';
import { type Verified, verifyJournal } from '../records/verify-journal.ts';

/**
 * Whether a run's journal is as it was written, and signed by whom.
 * @param signers a file of keys as ssh knows them (`allowed_signers`)
 * @throws BaiupError `run.unknown`, `sign.damaged`
 */
export async function verifyRun(typed: string, signers: string | undefined): Promise<Verified> {
  const journal = runJournal();
  const reader = await journal.reader(typed);
  const text = await reader.text();
  const { damage } = await reader.examine();
  const record = await journal.open(typed).catch((error: unknown) => {
    if (error instanceof BaiupError && error.code === 'run.plan-damaged') return error;
    throw error;
  });
  const plan = record instanceof BaiupError ? undefined : record.plan;
  const lostPlan = record instanceof BaiupError ? { why: record.message } : undefined;
  return verifyJournal({
    run: reader,
    text,
    damage: damage ?? lostPlan,
    plan,
    signature: await readSignature(reader),
    signers,
    isDriven: await isDriven(reader),
  });
}

/**
 * Signs the end of a run's journal with an operator's own key.
 * @throws BaiupError `run.unknown`, `run.damaged`, `sign.not-whole`, `sign.refused`
 */
export async function signRun(typed: string, key: string): Promise<void> {
  const reader = await runJournal().reader(typed);
  const { state, why } = await verifyRun(typed, undefined);
  if (state !== 'whole') {
    throw new BaiupError('sign.not-whole', `the journal of ${reader.name} is not signed: ${why.join('; ')}`, {
      exit: exitCode.refused,
      left: 'nothing was signed',
      hint: `look at it: baiup show ${reader.name} --verify`,
    });
  }
  await signJournal(reader, judgeText(await reader.text(), reader).end, key);
}
