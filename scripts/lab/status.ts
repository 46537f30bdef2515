import { trouble } from './health.ts';
import type { LabHost } from './hosts.ts';
import { isRunning } from './machine.ts';
import { addressOf, type Lab } from './record.ts';
import { serverUnits } from './servers.ts';
import { onHost } from './ssh.ts';
import { enabledUnits } from './units.ts';

interface UnitShown {
  readonly unit: string;
  readonly state: string;
  /** What is wrong with it; nothing where it does real work. */
  readonly trouble?: string | undefined;
}

export interface HostShown {
  readonly name: string;
  readonly address: string;
  readonly runs: boolean;
  readonly units: readonly UnitShown[];
}

export async function labStatus(lab: Lab): Promise<readonly HostShown[]> {
  return Promise.all(lab.hosts.map((host) => hostStatus(lab, host)));
}

async function hostStatus(lab: Lab, host: LabHost): Promise<HostShown> {
  const shown = { name: host.name, address: addressOf(lab.record, host) };
  if (!(await isRunning(lab, host))) return { ...shown, runs: false, units: [] };
  const units = [...serverUnits(host), ...host.members.flatMap(enabledUnits)];
  const line = `systemctl is-active ${units.join(' ')} || true`;
  const asked = units.length === 0 ? undefined : await onHost(lab, host.name, line).catch(() => undefined);
  const states = asked?.stdout.trim().split('\n') ?? [];
  const troubles = new Map<string, string | undefined>(
    await Promise.all(
      host.members.map(
        async (member) => [`${member.unit}.service`, await trouble(lab, host, member)] as const,
      ),
    ),
  );
  return {
    ...shown,
    runs: true,
    units: units.map((unit, index) => ({
      unit,
      state: states[index] ?? 'unknown',
      trouble: troubles.get(unit),
    })),
  };
}

/** A line for each unit. */
export function statusTable({ layout }: Lab, shown: readonly HostShown[]): string {
  const cell = (text: string, width: number) => text.padEnd(width);
  const rows = shown.flatMap(({ name, address, runs, units }) => {
    const first = `${cell(name, 6)}${cell(address, 16)}`;
    if (!runs) return [`${first}does not run`];
    if (units.length === 0) return [`${first}runs`];
    return units.map(({ unit, state, trouble: wrong }, index) =>
      `${index === 0 ? first : cell('', 22)}${cell(unit, 38)}${cell(state, 10)}${wrong ?? ''}`.trimEnd(),
    );
  });
  const login = `ssh -F ${layout.sshConfig} ${shown[0]?.name ?? 'HOST'}`;
  return [...rows, '', `Log in as bai, who may sudo: ${login}`].join('\n');
}
