import type { Check } from './check.ts';
import { membersOfUnits, unitOn } from './unit-findings.ts';

const code = 'service.starters';

/** What would start a service while it is stopped, or stops with it: the operator of a watcher knows it beforehand. */
export const serviceStarters: Check = {
  code,
  find: (input) =>
    membersOfUnits(input).flatMap((each) => {
      const { starters } = each.unit;
      if (starters.length === 0) return [];
      const named = starters.map(({ unit, why }) => `${unit} (${why})`).join(', ');
      return [
        {
          code,
          severity: 'info',
          subject: each.id,
          summary: `while ${unitOn(each)} is stopped, what would start it or cannot do without it is stopped too, and started again at the end: ${named}`,
        },
      ];
    }),
};
