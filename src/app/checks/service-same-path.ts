import { shortList } from '../../lib/short-list.ts';
import type { Check } from './check.ts';
import { membersOfUnits, unitOn } from './unit-findings.ts';

const code = 'service.same-path';

/** A program that is no component of the cluster would run from the new release at its next start. */
export const serviceSamePath: Check = {
  code,
  find: (input) => {
    if (input.hops.length === 0) return [];
    return membersOfUnits(input).flatMap((each) => {
      const { samePath = [] } = each.unit;
      if (samePath.length === 0) return [];
      return [
        {
          code,
          severity: 'warning',
          subject: each.id,
          summary: `${shortList(samePath)} on ${each.host} starts from the path by which ${unitOn(each)} names its environment, and is no component in cluster.yaml: from its next start on it runs from the new release`,
          hint: 'give it an environment of its own; or accept it, where it can run from the new release',
        },
      ];
    });
  },
};
