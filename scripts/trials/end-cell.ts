import type { TrialEnd } from '../../src/core/path/trial.ts';
import { cell } from './cell.ts';

const code = (text: string): string => `\`${text}\``;

function failed({ revision, why = '', left }: TrialEnd): string {
  const where = revision ? ` at ${code(revision)}` : '';
  const state = left === 'half' ? ', **half-migrated**' : '';
  return `fails${where}${state}: ${cell(why)}`;
}

function wrong({ drift, lost = [] }: TrialEnd): string {
  const structure = `says nothing and leaves ${drift?.structural.length} differences`;
  return lost.length > 0 ? `${structure}, and ${lost.length} in what it holds` : structure;
}

/** How one way of migrating ended, in a cell of a table. */
export function endCell(end: TrialEnd): string {
  switch (end.outcome) {
    case 'right':
      return 'right';
    case 'wrong':
      return wrong(end);
    case 'failed':
      return failed(end);
    case 'refused':
      return `refused: ${cell(end.why ?? '')}`;
  }
}
