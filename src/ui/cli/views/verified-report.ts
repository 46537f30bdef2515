import type { VerifiedReport } from '../../../app/actions/verify-report.ts';
import type { Paint } from '../paint.ts';
import { verifiedJson, verifiedText } from './verified.ts';

export function verifiedReportJson({
  file,
  isWhole,
  why,
  journal,
  signedBy,
}: VerifiedReport): Record<string, unknown> {
  return {
    file,
    ok: isWhole,
    why,
    signedBy: signedBy ?? null,
    journal: journal ? verifiedJson(journal) : null,
  };
}

export function verifiedReportText(
  { file, isWhole, why, journal, signedBy }: VerifiedReport,
  paint: Paint,
): string {
  const isFine = why.length === 0;
  return [
    `${isFine ? paint('green', '✓') : paint('red', '✗')} ${file}: ${isFine ? 'it is as it was written' : 'it is not as it was written'}`,
    ...why.map((each) => `  ${each}`),
    signedBy === undefined ? '  Nobody has signed the file.' : `  The file is signed by ${signedBy}.`,
    ...(journal ? [verifiedText(journal, paint)] : []),
    ...(isWhole || isFine ? [] : ['']),
  ]
    .join('\n')
    .trimEnd();
}
