import type { RowQuestion } from '../../core/cluster/rows.ts';
import type { Statement } from '../../io/database/change.ts';
import type { Check, CheckInput } from './check.ts';
import { rowLines } from './row-lines.ts';

type Hop = CheckInput['hops'][number];

/** Rows that one of the vendor's revisions fails on or deletes, or that it should have made. */
export interface BreakingRows {
  /** `database.…`, permanent. */
  readonly code: string;
  /** The revision that fails on them, or that made too little. */
  readonly revision: string;
  /** Hops that are affected, each told as from where the cluster is; by default those whose route runs the revision. */
  readonly met?: (hop: Hop) => boolean;
  readonly rows: RowQuestion;
  /** What is wrong with so many rows, and what the revision does there. */
  readonly says: (count: number) => string;
  /** What an operator does without `--fix`. */
  readonly manual: string;
  /** Besides the revision. */
  readonly source?: string;
  /** The revision does not fail on them: it deletes them, or what belongs to them. */
  readonly givesUp?: true;
  /** The fix: in words, and as statements that are shown before they run. */
  readonly fixes?: { readonly does: (count: number) => string; readonly statements: readonly Statement[] };
}

/** A check that looks for such rows before anything is stopped, and offers a fix if that needs no decision. */
export function breakingRows(breaking: BreakingRows): Check {
  const { code, revision, met = runs(revision), rows, says, manual, source, givesUp, fixes } = breaking;
  return {
    code,
    rows,
    find: ({ snapshot, hops }) => {
      const found = snapshot.rows[code];
      if (found === undefined || found.count === 0 || !fromHere(hops).some(met)) return [];
      return [
        {
          code,
          severity: givesUp ? 'warning' : 'blocker',
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

/**
 * The rows that a hop starts with may come from hops before it; rows that a release should have made belong to the
 * first hop.
 */
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
