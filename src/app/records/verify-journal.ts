import type { Plan } from '../../core/plan/plan.ts';
import { planSha256 } from '../../core/plan/plan-id.ts';
import { reduceRun } from '../../core/run/reduce.ts';
import type { Damage } from '../../io/journal/damage.ts';
import {
  type CheckedSignature,
  checkSignature,
  type JournalSignature,
} from '../../io/journal/journal-signature.ts';
import { type JournalEnd, type JudgedText, judgeText } from '../../io/journal/journal-text.ts';
import type { RunReader } from '../../io/journal/port.ts';

/** A run's journal as it is to be verified, wherever it lies. */
export interface ToVerify {
  readonly run: Pick<RunReader, 'name' | 'id'>;
  readonly text: string;
  /** What is known beside its text: how many events there must be. */
  readonly damage?: Damage | undefined;
  readonly plan: Plan | undefined;
  readonly signature: JournalSignature | undefined;
  readonly signers: string | undefined;
  /** Whether somebody adds to it now. */
  readonly isDriven: boolean;
}

/** What is to be said of a journal. */
export interface Verified {
  readonly run: string;
  readonly id: string;
  /** `whole`: nothing is wrong, and it has an end. `open`: nothing is wrong, and nothing tells where it ends. */
  readonly state: 'whole' | 'open' | 'damaged';
  /** What is wrong, and where. */
  readonly why: readonly string[];
  readonly end: JournalEnd;
  readonly signature: CheckedSignature | undefined;
}

/** Where a signature says that the journal ends elsewhere. */
function againstSignature({ end, hashes }: JudgedText, signed: JournalEnd): string[] {
  if (signed.events > end.events)
    return [`events ${end.events + 1} to ${signed.events} are missing at the end: they were signed`];
  const hash = signed.events === end.events ? end.last : hashes[signed.events - 1];
  return hash === signed.last
    ? []
    : [`what was signed is another journal: somewhere up to event ${signed.events} it was changed`];
}

/** Whether the plan is the one that the run began with. */
function againstPlan({ events }: JudgedText, plan: Plan | undefined): string[] {
  const [began] = events;
  const expected = began?.kind === 'run.started' ? began.planSha256 : undefined;
  if (!plan || expected === undefined || planSha256(plan) === expected) return [];
  return ['the plan is not the one that the run began with'];
}

function hasEnd({ events }: JudgedText): boolean {
  const state = reduceRun(events)?.state;
  return state !== undefined && state !== 'running' && state !== 'undoing';
}

/** Finds a changed, a missing and a cut event, and says where. */
export async function verifyJournal(given: ToVerify): Promise<Verified> {
  const { run, text, plan, signers, isDriven } = given;
  const judged = judgeText(text, run);
  const signature = given.signature && (await checkSignature(run, given.signature, signers));
  const damage = judged.damage ?? given.damage;
  const why = [
    ...(damage ? [damage.why] : []),
    ...(signature?.kind === 'bad' ? [signature.why] : []),
    ...(signature?.kind === 'good' ? againstSignature(judged, signature.end) : []),
    ...againstPlan(judged, plan),
  ];
  const base = { run: run.name, id: run.id, end: judged.end, signature };
  if (why.length > 0) return { ...base, state: 'damaged', why };
  const isSigned = signature?.kind === 'good' && signature.end.events === judged.end.events;
  if (hasEnd(judged) || isSigned) return { ...base, state: 'whole', why };
  const after = `after event ${judged.end.events}`;
  const open = isDriven
    ? `somebody drives it: more comes ${after}`
    : `no event tells its end: events may be missing ${after}`;
  return { ...base, state: 'open', why: [open] };
}
