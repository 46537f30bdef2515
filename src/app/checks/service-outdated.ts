import type { Check, CheckInput } from './check.ts';
import { type MemberOfUnit, membersOfUnits, unitFix, unitOn } from './unit-findings.ts';

const code = 'service.outdated';

const found = (input: CheckInput): MemberOfUnit[] =>
  membersOfUnits(input).filter(({ unit }) => unit.isOutdated);

/** A stop by baiup lets systemd read its units again: what nobody has tried would take effect in the middle. */
export const serviceOutdated: Check = {
  code,
  find: (input) =>
    found(input).map((each) => ({
      code,
      severity: 'warning',
      subject: each.id,
      summary: `files of ${unitOn(each)} were changed, and systemd has not read them yet: the upgrade starts the service as they say now`,
      hint: `on ${each.host}: systemctl cat ${each.unit.unit}, then sudo systemctl daemon-reload`,
    })),
  fix: {
    make: (input) =>
      unitFix('lets systemd read its units again', found(input), () => ['systemctl', 'daemon-reload']),
  },
};
