import type { CheckInput } from '../../src/app/checks/check.ts';
import { checks, questions } from '../../src/app/checks/index.ts';
import { changeInOneTransaction } from '../../src/io/database/change.ts';
import { type DatabaseAddress, withDatabase } from '../../src/io/database/database.ts';
import { readAllRows } from '../../src/io/database/read-rows.ts';
import { blockers } from '../../src/lib/finding.ts';

export interface Mended {
  /** Codes of the checks that mended what they found. */
  readonly mended: readonly string[];
  /** What a check found that only an operator can mend. */
  readonly refused?: string;
}

/** What `baiup check TO --fix` does to a database before a hop: every check of rows that finds something mends it. */
export async function mendRows(address: DatabaseAddress, hop: CheckInput['hops'][number]): Promise<Mended> {
  const rows = await withDatabase(address, (database) => readAllRows(database, questions));
  // Checks of rows look at nothing else.
  const input = { snapshot: { cluster: 'trial', rows }, hops: [hop] } as unknown as CheckInput;
  const mended: string[] = [];
  for (const { code, rows: question, find, mend } of checks) {
    const [finding] = question ? blockers(find(input)) : [];
    if (!finding) continue;
    const fix = mend?.value ? undefined : mend?.fix(input, '');
    if (fix?.kind !== 'sql') return { mended, refused: `${code}: ${finding.summary}` };
    await changeInOneTransaction(address, fix.statements);
    mended.push(code);
  }
  return { mended };
}
