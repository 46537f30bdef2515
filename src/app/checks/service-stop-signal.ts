import type { Check } from './check.ts';
import { beside, endsSessions, membersOfUnits, unitFix, unitOn } from './unit-findings.ts';

const code = 'service.stop-signal';

const dropIn = (unit: string): string => `/etc/systemd/system/${unit}.d/kill-signal.conf`;
const text = `# By SIGTERM an agent ends all its sessions. Written by baiup check --fix ${code}.
[Service]
KillSignal=SIGINT
`;

/** Anybody who restarts such a unit, a timer or a shutdown among them, ends all sessions of the agent. */
export const serviceStopSignal: Check = {
  code,
  find: (input) =>
    membersOfUnits(input)
      .filter(endsSessions)
      .map((each) => ({
        code,
        severity: beside(input),
        subject: each.id,
        summary: `systemd stops ${unitOn(each)} by SIGTERM, by which an agent ends all its sessions; baiup itself stops it by SIGINT`,
        hint: `write KillSignal=SIGINT into the unit on ${each.host}`,
        source: 'AbstractAgent.shutdown in ai/backend/agent/agent.py, 22.09.23 to 24.09.4',
      })),
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
