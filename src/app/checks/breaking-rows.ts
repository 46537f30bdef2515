import type { RowQuestion } from '../../core/cluster/rows.ts';
import type { Statement } from '../../io/database/change.ts';
import type { Check, CheckInput } from './check.ts';
import { rowLines } from './row-lines.ts';

type Hop = CheckInput['hops'][number];

/** What one revision of the vendor's fails on, or left out, known beforehand. */
export interface BreakingRows {
  /** `database.…`, permanent. */
  readonly code: string;
  /** The revision that meets them, or that made too little. */
  readonly revision: string;
  /** Hops that meet them, each told as from where the cluster is: those whose route runs the revision unless told. */
  readonly met?: (hop: Hop) => boolean;
  readonly rows: RowQuestion;
  /** What is wrong with so many rows, and what the revision does there. */
  readonly says: (count: number) => string;
  /** What to do without baiup. */
  readonly manual: string;
  /** Besides the revision. */
  readonly source?: string;
  /** What fixes them: in words, and the statements that are shown before they are run. */
  readonly fixes?: { readonly does: (count: number) => string; readonly statements: readonly Statement[] };
}

/** A check that looks for them before anything is stopped, and fixes them where that takes no decision. */
export function breakingRows(breaking: BreakingRows): Check {
  const { code, revision, met = runs(revision), rows, says, manual, source, fixes } = breaking;
  return {
    code,
    rows,
    find: ({ snapshot, hops }) => {
      const found = snapshot.rows[code];
      if (found === undefined || found.count === 0 || !fromHere(hops).some(met)) return [];
      return [
        {
          code,
          severity: 'blocker',
          subject: snapshot.cluster,
          summary: says(found.count),
          detail: rowLines(found),
          hint: manual,
          source: [`revision ${revision}`, source ?? 'seen in trials'].join('; '),
        },
      ];
    },
    ...(fixes
      ? {
          fix: {
            make: ({ snapshot }) => ({
              kind: 'sql' as const,
              does: fixes.does(snapshot.rows[code]?.count ?? 0),
              statements: fixes.statements,
            }),
          },
        }
      : {}),
  };
}

/** What a hop begins with was made on the way, by hops before it; what a release left out is the first one's. */
function fromHere(hops: readonly Hop[]): Hop[] {
  const [first] = hops;
  return hops.map((hop) => ({ ...hop, from: first?.from ?? hop.from }));
}

/** Hops that run a revision. */
export function runs(revision: string): (hop: Hop) => boolean {
  return ({ route }) => route?.run.includes(revision) ?? false;
}

/** "1 row", "3 rows". */
export function counted(count: number, one: string, many: string): string {
  return `${count} ${count === 1 ? one : many}`;
}
