import type { PlanToReport, RunToReport } from '../../../app/actions/report.ts';
import { plain } from '../paint.ts';
import { damagedText } from '../views/damaged-run.ts';
import { planText } from '../views/plan.ts';
import { receiptText } from '../views/receipt.ts';
import { runText } from '../views/run.ts';
import { verifiedText } from '../views/verified.ts';
import type { ReportTexts } from './report-md.ts';

/** What the command line would say of a plan or a run, without colours. */
export function reportTexts(given: PlanToReport | RunToReport): ReportTexts {
  const { plan, receipt } = given;
  const base = {
    plan: plan && planText(plan, undefined, plain),
    receipt: receipt && receiptText(receipt, plain),
  };
  if (given.kind === 'plan') return { ...base, run: undefined, journal: undefined };
  const { known, verified } = given;
  const run = known.kind === 'whole' ? runText(known, plain) : damagedText(known, plain);
  return { ...base, run, journal: verifiedText(verified, plain) };
}
