import type { UnitSnapshot } from '../../core/cluster/unit-snapshot.ts';
import type { Check, CheckInput } from './check.ts';
import { type MemberOfUnit, membersOfUnits, unitFix, unitOn } from './unit-findings.ts';

interface UnitCheck {
  readonly code: string;
  /** What it says of a unit, named as a sentence names it; undefined of one that is as it should be. */
  readonly says: (unit: UnitSnapshot, named: string) => string | undefined;
  /** What to type on the unit's host. */
  readonly hint: (unit: UnitSnapshot) => string;
  /** What the fix does, and the command that does it as root; undefined where none is enough. */
  readonly does: string;
  readonly command: (unit: UnitSnapshot) => readonly [string, ...string[]] | undefined;
}

/** A check on how a unit stands in its host's systemd, which a command there puts right. */
export function unitCheck({ code, says, hint, does, command }: UnitCheck): Check {
  const found = (input: CheckInput) =>
    membersOfUnits(input).flatMap((each: MemberOfUnit) => {
      const summary = says(each.unit, unitOn(each));
      return summary === undefined ? [] : [{ ...each, summary }];
    });
  return {
    code,
    find: (input) =>
      found(input).map(({ id, host, unit, summary }) => ({
        code,
        severity: 'warning',
        subject: id,
        summary,
        hint: `on ${host}: ${hint(unit)}`,
      })),
    fix: { make: (input) => unitFix(does, found(input), command) },
  };
}
