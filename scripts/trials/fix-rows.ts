import type { CheckInput } from '../../src/app/checks/check.ts';
import { checks, questions } from '../../src/app/checks/index.ts';
import { simulatedInventory, simulatedSnapshot } from '../../src/core/cluster/simulated-cluster.ts';
import type { ClusterSnapshot } from '../../src/core/cluster/snapshot.ts';
import { readAlembicVersion } from '../../src/io/database/alembic-version.ts';
import { changeInOneTransaction } from '../../src/io/database/change.ts';
import { type DatabaseAddress, withDatabase } from '../../src/io/database/database.ts';
import { readAllRows } from '../../src/io/database/read-rows.ts';
import { blockers } from '../../src/lib/finding.ts';

export interface Fixed {
  /** Codes of the checks that fixed what they found. */
  readonly fixed: readonly string[];
  /** What a check found that only an operator can fix. */
  readonly refused?: { readonly asked: string; readonly why: string };
}

/** What `baiup check TO --fix` does to a database before a hop: every check of rows that finds something fixes it. */
export async function fixRows(address: DatabaseAddress, hop: CheckInput['hops'][number]): Promise<Fixed> {
  const { rows, revisions } = await withDatabase(address, async (database) => ({
    rows: await readAllRows(database, questions),
    revisions: await readAlembicVersion(database),
  }));
  // A database without a cluster: what a check says of one is nothing to its rows.
  const inventory = simulatedInventory([]);
  const components = [{ version: hop.from }] as unknown as ClusterSnapshot['components'];
  const snapshot = simulatedSnapshot({ cluster: 'trial', components, revisions, rows });
  const input: CheckInput = {
    inventory,
    snapshot,
    hops: [hop],
    outages: 1,
    installedHead: undefined,
    proxyHead: undefined,
  };
  const fixed: string[] = [];
  for (const { code, rows: question, find, fix } of checks) {
    const [finding] = question ? blockers(find(input)) : [];
    if (!finding) continue;
    const proposed = fix?.value ? undefined : fix?.make(input, '');
    if (proposed?.kind !== 'sql') return { fixed, refused: { asked: code, why: finding.summary } };
    await changeInOneTransaction(address, proposed.statements);
    fixed.push(code);
  }
  return { fixed };
}
