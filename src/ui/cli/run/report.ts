import { planToReport, runToReport } from '../../../app/actions/report.ts';
import { signReport } from '../../../app/actions/verify-report.ts';
import { signRun, verifyRun } from '../../../app/actions/verify-run.ts';
import { exitCode, usageError } from '../../../lib/errors.ts';
import { outputFile } from '../../../lib/output-file.ts';
import { loadReportParts } from '../../server/report-parts.ts';
import type { CommonFlags } from '../context.ts';
import type { Outcome } from '../outcome.ts';
import { reportDataOf } from '../report/report-data-of.ts';
import { reportFile } from '../report/report-file.ts';
import { reportMd } from '../report/report-md.ts';
import { reportTexts } from '../report/report-texts.ts';
import { verifyReport } from '../report/verify-report.ts';
import type { Terminal } from '../terminal.ts';
import { verifiedExit, verifiedJson, verifiedText } from '../views/verified.ts';
import { verifiedReportJson, verifiedReportText } from '../views/verified-report.ts';

export interface ReportFlags extends CommonFlags {
  readonly format: 'text' | 'html' | 'md' | 'json';
  readonly output?: string;
  readonly sign?: string;
  readonly verify: boolean;
  readonly signers?: string;
}

const isReport = (what: string): boolean => /\.html?$/.test(what);
const isPlan = (what: string): boolean => what.endsWith('.json');

async function verified(what: string, { signers }: ReportFlags, { paint }: Terminal): Promise<Outcome> {
  if (!isReport(what)) {
    const found = await verifyRun(what, signers);
    return { json: verifiedJson(found), text: verifiedText(found, paint), exit: verifiedExit(found) };
  }
  const found = await verifyReport(what, signers);
  const exit = found.isWhole ? exitCode.done : exitCode.failed;
  return { json: verifiedReportJson(found), text: verifiedReportText(found, paint), exit };
}

/** A report in one of its forms. */
export async function reportText(
  what: string,
  format: 'html' | 'md' | 'json',
  made: string,
): Promise<string> {
  const given = isPlan(what) ? await planToReport(what) : await runToReport(what);
  const data = reportDataOf(given, made);
  switch (format) {
    case 'json':
      return `${JSON.stringify(data, null, 2)}\n`;
    case 'md':
      return reportMd(data, reportTexts(given));
    case 'html':
      return reportFile(data, await loadReportParts(), given.kind === 'run' ? given : undefined);
    default:
      return format satisfies never;
  }
}

export async function report(terminal: Terminal, flags: ReportFlags, what: string): Promise<Outcome> {
  const { sign, verify, output, format } = flags;
  if (verify && (sign !== undefined || output !== undefined))
    throw usageError('report.verify', '--verify writes nothing', `baiup report ${what} --verify`);
  if (verify) return verified(what, flags, terminal);
  if (isReport(what))
    throw usageError('report.wrong', `${what} is a report already`, `baiup report ${what} --verify`);
  const form = format === 'text' ? 'html' : format;
  if (form === 'html' && output === undefined)
    throw usageError('report.output', 'a page goes into a file', `baiup report ${what} -o report.html`);
  const file = output === undefined ? undefined : await outputFile(output, `report.${form}`);
  if (sign !== undefined && !isPlan(what)) await signRun(what, sign);
  const text = await reportText(what, form, new Date().toISOString());
  if (!file) return { json: form === 'json' ? JSON.parse(text) : { text }, text: text.trimEnd() };
  const signature = sign === undefined ? undefined : await signReport(text, sign);
  await file.write(text, 0o600);
  if (signature !== undefined)
    await (await outputFile(`${file.name}.sig`, 'report.sig')).write(signature, 0o600);
  const signed = signature === undefined ? '' : `, and its signature: ${file.name}.sig`;
  return { json: { file: file.name }, text: `Written: ${file.name}${signed}` };
}
