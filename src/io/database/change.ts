import { BaiupError } from '../../lib/errors.ts';
import { type DatabaseAddress, withDatabase } from './database.ts';

export interface Statement {
  /** As it is shown and as it is run. */
  readonly sql: string;
  /** How many rows it must touch: with any other number nothing is kept. */
  readonly rows?: number;
  /** What to look at where it touches another number. */
  readonly otherwise?: string;
}

/**
 * Runs statements in one transaction: all of them, or none.
 * @throws BaiupError `database.changed-otherwise` where one touches other rows than it should; `database.failed`
 */
export async function changeInOneTransaction(
  address: DatabaseAddress,
  statements: readonly Statement[],
): Promise<void> {
  await withDatabase(address, async (database) => {
    await database.query('BEGIN');
    try {
      for (const statement of statements) {
        const { sql, rows } = statement;
        const counted =
          rows === undefined
            ? sql
            : `WITH changed AS (${sql} RETURNING 1) SELECT count(*)::text AS count FROM changed`;
        const [answer] = await database.query<{ count?: string }>(counted);
        const touched = Number(answer?.count ?? 0);
        if (rows !== undefined && touched !== rows) throw otherRows(statement, touched);
      }
      await database.query('COMMIT');
    } catch (error) {
      await database.query('ROLLBACK').catch(() => undefined);
      throw error;
    }
  });
}

function otherRows({ sql, rows, otherwise }: Statement, touched: number): BaiupError {
  return new BaiupError(
    'database.changed-otherwise',
    `this statement should change ${rows} rows, but changes ${touched}: ${sql}`,
    {
      left: 'the transaction was rolled back: nothing was changed',
      hint: otherwise ?? 'look again: baiup check',
    },
  );
}
