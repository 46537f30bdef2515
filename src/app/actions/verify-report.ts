import type { Plan } from '../../core/plan/plan.ts';
import { checkText, journalSignature, signText } from '../../io/journal/journal-signature.ts';
import { type Verified, verifyJournal } from '../records/verify-journal.ts';

/** What a signature of a report's file is for: `ssh-keygen -Y verify` of anybody checks it. */
const namespace = 'file';

/** @throws BaiupError `sign.refused` */
export const signReport = (text: string, key: string): Promise<string> => signText(key, namespace, text);

type Signer = Awaited<ReturnType<typeof checkText>>;

/** Who has signed a report's file; null where the signature is not of this file. */
export async function checkReportSignature(
  text: string,
  signature: string,
  signers: string | undefined,
): Promise<NonNullable<Signer> | null> {
  return (await checkText(text, namespace, signature, signers)) ?? null;
}

interface ReportGiven {
  readonly file: string;
  /** What is wrong with the file as a whole, and where. */
  readonly broken: string | undefined;
  readonly run: { readonly name: string; readonly id: string } | null;
  /** Undefined where it cannot be unpacked. */
  readonly journal: string | undefined;
  readonly plan: Plan | undefined;
  readonly signature: unknown;
  readonly signers: string | undefined;
  /** Undefined where nobody has signed the file. */
  readonly signed: NonNullable<Signer> | null | undefined;
}

export interface VerifiedReport {
  readonly file: string;
  readonly isWhole: boolean;
  /** What is wrong with the file, and where. */
  readonly why: readonly string[];
  /** The journal in it; undefined for a report of a plan. */
  readonly journal: Verified | undefined;
  readonly signedBy: string | undefined;
}

/** Judges a report by what is in it. */
export async function verifyInside(given: ReportGiven): Promise<VerifiedReport> {
  const { file, broken, run, journal: text, plan, signers, signed } = given;
  const signature = journalSignature.safeParse(given.signature).data;
  const journal =
    run && text !== undefined
      ? await verifyJournal({ run, text, plan, signature, signers, isDriven: false })
      : undefined;
  const why = [
    ...(broken === undefined ? [] : [broken]),
    ...(text === undefined ? ['the journal in it cannot be unpacked any more'] : []),
    ...(signed === null ? ['the signature beside it is not of this file'] : []),
  ];
  const isWhole = why.length === 0 && journal?.state !== 'damaged';
  return { file, isWhole, why, journal, signedBy: signed?.by };
}
