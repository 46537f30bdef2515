import type { Check } from './check.ts';
import { beside, endsSessions, type MemberOfUnit, membersOfUnits, unitFix, unitOn } from './unit-findings.ts';

const code = 'service.stop-signal';

const dropIn = (unit: string): string => `/etc/systemd/system/${unit}.d/kill-signal.conf`;
const text = `# By SIGTERM an agent ends all its sessions. Written by baiup check --fix ${code}.
[Service]
KillSignal=SIGINT
`;

/** The member whose unit takes that of another one with it when it stops. */
const takenBy = (all: readonly MemberOfUnit[], { host, unit }: MemberOfUnit): MemberOfUnit | undefined =>
  all.find((other) => other.host === host && other.unit.starters.some((each) => each.unit === unit.unit));

/**
 * Anybody who restarts such a unit, a timer or a shutdown among them, ends all sessions of the agent. baiup would too,
 * where systemd stops the agent with the unit of another member.
 */
export const serviceStopSignal: Check = {
  code,
  find: (input) => {
    const all = membersOfUnits(input);
    return all.filter(endsSessions).map((each) => {
      const by = takenBy(all, each);
      const then = by
        ? `it does so whenever ${by.unit.unit} stops, in an upgrade too`
        : 'baiup itself stops it by SIGINT';
      return {
        code,
        severity: by && input.hops.length > 0 ? 'blocker' : beside(input),
        subject: each.id,
        summary: `systemd stops ${unitOn(each)} by SIGTERM, by which an agent ends all its sessions; ${then}`,
        hint: `write KillSignal=SIGINT into the unit on ${each.host}`,
        source: 'AbstractAgent.shutdown in ai/backend/agent/agent.py, 22.09.23 to 24.09.4',
      };
    });
  },
  fix: {
    make: (input) => {
      const found = membersOfUnits(input).filter(endsSessions);
      const files = found.map(({ host, unit }) => ({ host, path: dropIn(unit.unit), content: text }));
      const reload = unitFix('lets systemd stop agents by SIGINT', found, () => [
        'systemctl',
        'daemon-reload',
      ]);
      return { ...reload, files };
    },
  },
};
