import type { PlanToReport, RunToReport } from '../../../app/actions/report.ts';
import { stateOf } from '../../../app/records/known-run.ts';
import { baiupVersion } from '../../../lib/baiup-version.ts';
import { harmlessJson } from '../../server/harmless.ts';
import type { ReportData } from '../../server/report-data.ts';
import { runDocument } from '../views/run-document.ts';

/** All texts of a report are shown: what is hidden in them is written out. */
const harmlessAll = (data: ReportData): ReportData => JSON.parse(harmlessJson(data)) as ReportData;

/** What a report shows, as it is handed to the components that show it. @param made when, ISO 8601 */
export function reportDataOf(given: PlanToReport | RunToReport, made: string): ReportData {
  const { kind, plan = null, receipt = null, hashes } = given;
  const base = { made, baiup: baiupVersion, plan, receipt, hashes };
  if (kind === 'plan') {
    const nothing = { view: null, state: null, id: null, document: null, seal: null };
    return harmlessAll({ kind, ...base, ...nothing, events: [], evidence: [] });
  }
  const { known, events, evidence, verified } = given;
  const { end, state, why, signature } = verified;
  const signedBy = signature?.kind === 'good' ? signature.by : null;
  return harmlessAll({
    kind,
    ...base,
    view: known.view ?? null,
    state: stateOf(known),
    id: known.id,
    document: known.kind === 'whole' ? runDocument(known) : null,
    ...{ events, evidence },
    seal: { events: end.events, last: end.last, state, why, signedBy },
  });
}
