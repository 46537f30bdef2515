import { mkdir, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Plan } from '../../core/plan/plan.ts';
import { type Receipt, receiptSchema } from '../../core/plan/receipt.ts';
import { type Judged, judgeReceipts, receiptOf } from '../../core/plan/receipt-freshness.ts';
import { currentCatalog } from '../../io/index/current-catalog.ts';
import { writeFileAtomic } from '../../lib/atomic-file.ts';
import { stateHome } from '../../lib/state-home.ts';
import type { Cluster } from '../wiring/open-cluster.ts';
import { artefactsOf } from './artefacts.ts';
import { seenOf } from './seen.ts';

const folder = (): string => join(stateHome(), 'receipts');

/** @returns where it is kept */
export async function keepReceipt(receipt: Receipt): Promise<string> {
  await mkdir(folder(), { recursive: true, mode: 0o700 });
  const file = join(folder(), `${receipt.plan}.json`);
  await writeFileAtomic(file, `${JSON.stringify(receipt, null, 2)}\n`);
  return file;
}

/** One that is damaged, or of another baiup, counts as none. */
async function loadReceipt(file: string): Promise<Receipt[]> {
  try {
    return [receiptSchema.parse(JSON.parse(await readFile(file, 'utf8')))];
  } catch {
    return [];
  }
}

async function loadReceipts(): Promise<Receipt[]> {
  const names = await readdir(folder()).catch(() => []);
  const files = names.filter((name) => name.endsWith('.json')).map((name) => join(folder(), name));
  return (await Promise.all(files.map(loadReceipt))).flat();
}

/** A plan's latest receipt, to predict from. */
export async function latestReceipt(plan: Plan): Promise<Receipt | undefined> {
  return receiptOf(await loadReceipts(), plan);
}

/** The receipt that counts for a plan on the cluster as it is now, or why none does. */
export async function receiptFor(
  { readers }: Pick<Cluster, 'readers'>,
  plan: Plan,
  now: Date,
): Promise<Judged> {
  const [receipts, seen, artefacts] = await Promise.all([
    loadReceipts(),
    seenOf(readers),
    artefactsOf(currentCatalog(), readers.host, plan),
  ]);
  return judgeReceipts(receipts, plan, { now, seen, artefacts });
}
