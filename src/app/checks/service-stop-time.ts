import { componentNamed } from '../../core/components/index.ts';
import type { Check } from './check.ts';
import { membersOfUnits, unitOn } from './unit-findings.ts';

const code = 'service.stop-time';

/** systemd kills what has not ended by then: baiup waits longer, a timer or a shutdown does not. */
export const serviceStopTime: Check = {
  code,
  find: (input) =>
    membersOfUnits(input).flatMap((each) => {
      const { stopSeconds } = each.unit;
      const needed = componentNamed(each.component).stopTimeoutMs / 1000;
      if (stopSeconds === undefined || stopSeconds >= needed) return [];
      return [
        {
          code,
          severity: 'info',
          subject: each.id,
          summary: `systemd kills ${unitOn(each)} ${stopSeconds} s after it was asked to end; baiup itself gives it ${needed} s`,
          hint: `write TimeoutStopSec=${needed} into the unit on ${each.host}`,
        },
      ];
    }),
};
