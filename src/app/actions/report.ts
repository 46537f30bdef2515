import { basename } from 'node:path';
import type { Plan } from '../../core/plan/plan.ts';
import type { Receipt } from '../../core/plan/receipt.ts';
import type { RunEvent } from '../../core/run/event.ts';
import { parseVersion } from '../../core/versions/parse-version.ts';
import { currentCatalog } from '../../io/index/current-catalog.ts';
import { fileTails } from '../../io/journal/file-tails.ts';
import type { JournalSignature } from '../../io/journal/journal-signature.ts';
import type { Journal } from '../../io/journal/port.ts';
import { judgedRun } from '../records/judged-run.ts';
import type { KnownRun } from '../records/known-run.ts';
import { planNow } from '../records/plan-now.ts';
import { latestReceipt } from '../records/receipts.ts';
import { runDumps } from '../records/run-dumps.ts';
import { runJournal } from '../records/run-journal.ts';
import { runOfEvents } from '../records/runs.ts';
import type { Verified } from '../records/verify-journal.ts';

const tailLines = 60;
const mostFiles = 60;

interface Hashed {
  readonly what: string;
  readonly name: string;
  readonly sha256: string;
}

interface Kept {
  readonly step: string;
  readonly file: string;
  readonly tail: string;
}

export interface PlanToReport {
  readonly kind: 'plan';
  readonly plan: Plan;
  readonly receipt: Receipt | undefined;
  readonly hashes: readonly Hashed[];
}

export interface RunToReport {
  readonly kind: 'run';
  readonly known: KnownRun;
  readonly plan: Plan | undefined;
  readonly receipt: Receipt | undefined;
  readonly events: readonly RunEvent[];
  readonly evidence: readonly Kept[];
  readonly hashes: readonly Hashed[];
  readonly verified: Verified;
  /** The journal as it was written. */
  readonly journal: string;
  readonly signature: JournalSignature | undefined;
}

/** The releases' own wheels that a plan installs. */
function wheelsOf({ hops, facts }: Plan): Hashed[] {
  const components = new Set(facts.components.map(({ component }) => component));
  return hops.flatMap(({ to }) => {
    const packages = currentCatalog().find(parseVersion(to))?.packages ?? {};
    return Object.entries(packages)
      .filter(([name]) => components.has(name))
      .map(([name, { sha256 }]) => ({ what: 'wheel', name: `${name} ${to}`, sha256 }));
  });
}

function dumpsOf(known: KnownRun): Hashed[] {
  const dumps = known.kind === 'whole' ? runDumps(known) : [];
  return dumps.flatMap(({ hop, database, path, host, sha256 }) => {
    const whose = database === undefined ? '' : ` of ${database}`;
    const where = host === undefined ? path : `${path} on ${host}`;
    return sha256 === undefined
      ? []
      : [{ what: 'dump', name: `before hop ${hop}${whose}: ${where}`, sha256 }];
  });
}

/** What was kept of each failure. */
async function evidenceOf(events: readonly RunEvent[]): Promise<Kept[]> {
  const folders = events.flatMap((event) => (event.kind === 'evidence.kept' ? [event.folder] : []));
  const kept = [...new Set(folders)].map(async (folder) => {
    const tails = await fileTails(folder, tailLines).catch(() => []);
    return tails.map(({ file, tail }) => ({ step: basename(folder), file: basename(file), tail }));
  });
  return (await Promise.all(kept)).flat().slice(0, mostFiles);
}

/** What a report of a plan tells; reads no cluster. */
export async function planToReport(file: string): Promise<PlanToReport> {
  const { plan } = await planNow(file);
  return { kind: 'plan', plan, receipt: await latestReceipt(plan), hashes: wheelsOf(plan) };
}

/**
 * What a report of a run tells, all of it of the same events; reads no cluster.
 * @throws BaiupError `run.unknown`, `run.never-began`
 */
export async function runToReport(typed: string, journal: Journal = runJournal()): Promise<RunToReport> {
  const { text, events, damage, driver, plan, ...judged } = await judgedRun(journal, typed, undefined);
  const known = await runOfEvents(await journal.reader(typed), { events, damage }, driver);
  return {
    kind: 'run',
    ...{ known, plan, events },
    receipt: plan && (await latestReceipt(plan)),
    evidence: await evidenceOf(events),
    hashes: [...(plan ? wheelsOf(plan) : []), ...dumpsOf(known)],
    ...{ verified: judged.verified, signature: judged.signature, journal: text },
  };
}
