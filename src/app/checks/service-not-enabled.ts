import type { Check, CheckInput } from './check.ts';
import { type MemberOfUnit, membersOfUnits, unitFix, unitOn } from './unit-findings.ts';

const code = 'service.not-enabled';

const why: Readonly<Record<string, string>> = {
  disabled: 'is not enabled: it does not start when the host does',
  linked: 'is linked, but not enabled: it does not start when the host does',
  masked: 'is masked: nothing can start it',
  'enabled-runtime': 'is enabled until the next boot only',
  'linked-runtime': 'is there until the next boot only',
  'masked-runtime': 'is masked until the next boot: nothing can start it',
  bad: 'has a file that systemd cannot read',
};

const found = (input: CheckInput): MemberOfUnit[] =>
  membersOfUnits(input).filter(({ unit: { enabled } }) => why[enabled] !== undefined);

/** What `systemctl enable` is enough for. */
const canEnable = ({ unit: { enabled } }: MemberOfUnit): boolean =>
  /^(disabled|linked|enabled-runtime)$/.test(enabled);

/** A cluster whose hosts are booted again comes back without such a service. */
export const serviceNotEnabled: Check = {
  code,
  find: (input) =>
    found(input).map((each) => ({
      code,
      severity: 'warning',
      subject: each.id,
      summary: `${unitOn(each)} ${why[each.unit.enabled]}`,
      hint: canEnable(each)
        ? `on ${each.host}: sudo systemctl enable ${each.unit.unit}`
        : `on ${each.host}: systemctl cat ${each.unit.unit}`,
    })),
  fix: {
    make: (input) => {
      const these = found(input).filter(canEnable);
      return unitFix('lets these services start when their hosts do', these, (unit) => [
        ...(['systemctl', 'enable', '--', unit] as const),
      ]);
    },
  },
};
