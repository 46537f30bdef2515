import { breakingRows, counted } from './breaking-rows.ts';
import type { Check } from './check.ts';
import { hangsOn } from './hangs-on.ts';

interface Missing {
  readonly code: string;
  /** Of 26.04.4 to .7 and 26.07.0. */
  readonly revision: string;
  /** `table.column`, as a question to the database names what it needs. */
  readonly of: readonly string[];
  /** Those without a role, by their first column. */
  readonly select: string;
  readonly noun: string;
  /** "no role for members" */
  readonly lacks: string;
  readonly sql: string;
}

/** 26.04.4 to .7 and 26.07.0 make missing roles by a table that has a column too many. */
export function missingRole({ code, revision, of, select, noun, lacks, sql }: Missing): Check {
  return breakingRows({
    code,
    revision,
    met: hangsOn(code),
    rows: { of: [...of], select },
    says: (count) =>
      `${counted(count, `${noun} has`, `${noun}s have`)} ${lacks}; the migration makes the first and fails, as it names a column that is not there yet`,
    manual: 'go to 26.04.10 or later, or 26.08.3 or later instead, whose migrations make them',
    source: 'revision of 26.04.4; vendor change 12537',
    fixes: {
      does: (count) => `gives ${counted(count, noun, `${noun}s`)} the role that they lack`,
      statements: [{ sql }],
    },
  });
}
