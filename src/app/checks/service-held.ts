import { asTyped } from '../../lib/as-typed.ts';
import { shortList } from '../../lib/short-list.ts';
import type { Check } from './check.ts';
import { type MemberOfUnit, membersOfUnits, unitOn } from './unit-findings.ts';

const code = 'service.held';

/** What makes the unit one that anybody may start, and starts it with what was stopped with it. */
function commandsFor({ file, stopped }: NonNullable<MemberOfUnit['unit']['held']>, unit: string): string {
  const units = [unit, ...stopped].map(asTyped).join(' ');
  return `sudo rm ${asTyped(file)} && sudo systemctl daemon-reload && sudo systemctl start ${units}`;
}

/** A run that was given up, or whose journal is lost, may have left a unit that nothing can start. */
export const serviceHeld: Check = {
  code,
  find: (input) =>
    membersOfUnits(input).flatMap((each) => {
      const { held, unit } = each.unit;
      if (!held) return [];
      const { run, stopped, isHeld, file } = held;
      const whose = run === undefined ? 'a run of baiup' : `run ${run}`;
      const summary = isHeld
        ? `${whose} has ${unitOn(each)} stopped: nothing can start it while ${file} is there`
        : `${whose} has started ${unitOn(each)}, and not what was stopped with it: ${shortList(stopped)}`;
      const name = run?.split(' ')[0] ?? 'RUN';
      const first = `where that run was begun: baiup show ${name}, then baiup resume ${name} or baiup rollback ${name}`;
      return [
        {
          code,
          severity: 'warning',
          subject: each.id,
          summary,
          hint: `${first}. If that run is lost, see that the database is that of the installed release, then on ${each.host}: ${commandsFor(held, unit)}`,
        },
      ];
    }),
};
