import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Plan } from '../../core/plan/plan.ts';
import { type Receipt, receiptSchema } from '../../core/plan/receipt.ts';
import { writeFileAtomic } from '../../lib/atomic-file.ts';
import { stateHome } from '../../lib/state-home.ts';

/** A cluster changes under a rehearsal: an older receipt says too little. */
const freshMs = 7 * 24 * 3600 * 1000;

const folder = (): string => join(stateHome(), 'receipts');
const fileOf = (plan: string): string => join(folder(), `${plan}.json`);

/** @returns where it is kept */
export async function keepReceipt(receipt: Receipt): Promise<string> {
  await mkdir(folder(), { recursive: true, mode: 0o700 });
  const file = fileOf(receipt.plan);
  await writeFileAtomic(file, `${JSON.stringify(receipt, null, 2)}\n`);
  return file;
}

/** The receipt of a plan, if it was rehearsed within a week; a damaged one counts as none. */
export async function freshReceipt({ id, fingerprint }: Plan, now: Date): Promise<Receipt | undefined> {
  const text = await readFile(fileOf(id), 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  try {
    const receipt = receiptSchema.parse(JSON.parse(text));
    const isFresh = now.getTime() - Date.parse(receipt.made) < freshMs;
    return isFresh && receipt.fingerprint === fingerprint ? receipt : undefined;
  } catch {
    return undefined;
  }
}
