import { readFile } from 'node:fs/promises';
import {
  checkReportSignature,
  type VerifiedReport,
  verifyInside,
} from '../../../app/actions/verify-report.ts';
import { planSchema } from '../../../core/plan/plan.ts';
import { usageError } from '../../../lib/errors.ts';
import { journalInside, reportInside } from './report-file.ts';
import { brokenSeal } from './seal.ts';

async function read(file: string): Promise<string> {
  return readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw usageError('report.missing', `${file} cannot be read: ${error.message}`);
  });
}

/**
 * Whether a report is as it was written: the file as a whole, and the journal in it event by event.
 * @throws BaiupError `report.wrong`, `report.missing` (both exit 64)
 */
export async function verifyReport(file: string, signers: string | undefined): Promise<VerifiedReport> {
  const text = await read(file);
  const inside = reportInside(text, file);
  const broken = brokenSeal(text);
  const signature = await readFile(`${file}.sig`, 'utf8').catch(() => undefined);
  return verifyInside({
    file,
    broken,
    run: inside.run,
    journal: journalInside(inside),
    plan: planSchema.safeParse(inside.plan).data,
    signature: inside.signature,
    signers,
    signed: signature === undefined ? undefined : await checkReportSignature(text, signature, signers),
  });
}
