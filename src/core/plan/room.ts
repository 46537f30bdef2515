import type { Plan } from './plan.ts';
import { walkPlan } from './walk.ts';

/** Events, with what steps tell. */
const bytesAStep = 6_000;
/** Configuration files and lists that are kept of each member. */
const bytesAMember = 64_000;
/** What is kept of a failure: logs of two thousand lines, of this many members at most. */
const evidenceBytes = 300_000;
const mostEvidence = 100;
const leastBytes = 4_000_000;

/** A dump is at most about as large as its database. */
const dumpMargin = 1.1;

/** Bytes that a run and its way back write beside dumps: journal, kept files, evidence. */
export function smallRoom(steps: number, members: number): number {
  const evidence = Math.min(members, mostEvidence) * evidenceBytes;
  return leastBytes + steps * bytesAStep + members * bytesAMember + evidence;
}

/** Bytes that a database's dump is given. */
export const dumpRoom = (databaseBytes: number): number => Math.ceil(databaseBytes * dumpMargin);

interface Dump {
  readonly hop: number;
  /** The member whose own database it is; the cluster's unless told. */
  readonly database?: string | undefined;
}

/** The part of a run's reserve that is for a dump. */
export const dumpPart = ({ hop, database }: Dump): string =>
  database === undefined ? `hop-${hop}.database` : `hop-${hop}.${database}.database`;

/** The part that is for databases that are restored beside those that are there, where they lie on the same disk. */
export const restorePart = 'restore';

/** The dumps that a plan makes. */
export function plannedDumps(plan: Plan): Dump[] {
  return walkPlan(plan)
    .filter(({ step }) => step.kind === 'database.capture' || step.kind === 'database.dump')
    .map(({ step: { params } }) => ({
      hop: Number(params['hop']),
      ...(typeof params['database'] === 'string' ? { database: params['database'] } : {}),
    }));
}
