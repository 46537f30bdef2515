import type { CensusDifference } from './difference.ts';

/** A difference as a sentence without its stop. */
export function lossInWords({ kind, object, actual, expected }: CensusDifference): string {
  switch (kind) {
    case 'row-missing':
      return `${object} is gone`;
    case 'row-extra':
      return `${object} was not there before`;
    case 'rows-gone':
      return `${object} held ${expected} rows and is gone`;
    case 'no-answer':
      return `${object}: the API does not answer any more: ${actual}`;
    case 'rows-fewer':
    case 'rows-more':
      return `${object}: ${actual} instead of ${expected}`;
    case 'cell-other':
      return actual === undefined ? `${object} has changed` : `${object} is ${actual} instead of ${expected}`;
  }
}
