import type { Member } from '../../core/cluster/inventory.ts';
import type { MemberSnapshot } from '../../core/cluster/snapshot.ts';
import type { UnitSnapshot } from '../../core/cluster/unit-snapshot.ts';
import { componentNamed } from '../../core/components/index.ts';
import type { Finding } from '../../lib/finding.ts';
import type { CheckInput } from './check.ts';
import type { Fix } from './fix.ts';

/** A member that is a unit of its host's systemd. */
export interface MemberOfUnit {
  readonly id: string;
  readonly component: Member['component'];
  readonly host: string;
  readonly unit: UnitSnapshot;
}

/** Members that are units, and run in the installed release. */
export function membersOfUnits({ snapshot }: Pick<CheckInput, 'snapshot'>): MemberOfUnit[] {
  return snapshot.components.flatMap(({ id, component, host, unit, absent }: MemberSnapshot) =>
    unit && !absent ? [{ id, component, host, unit }] : [],
  );
}

/** "backendai-agent.service on a1" */
export const unitOn = ({ unit: { unit }, host }: MemberOfUnit): string => `${unit} on ${host}`;

/** By SIGTERM agents end their sessions; whoever has no kernels has none to end. */
export const endsSessions = ({ component, unit }: MemberOfUnit): boolean =>
  componentNamed(component).kernels !== undefined && unit.killSignal === 'SIGTERM';

/** Something that baiup itself is not hindered by: while an upgrade is judged it is only to be known. */
export const beside = ({ hops }: Pick<CheckInput, 'hops'>): Finding['severity'] =>
  hops.length > 0 ? 'info' : 'warning';

/** A command as root on the host of each unit that a check has found something of, where one is enough. */
export function unitFix(
  does: string,
  found: readonly MemberOfUnit[],
  command: (unit: UnitSnapshot) => readonly [string, ...string[]] | undefined,
): Extract<Fix, { kind: 'host' }> {
  const commands = found.flatMap(({ host, unit }) => {
    const argv = command(unit);
    return argv ? [{ host, argv }] : [];
  });
  const once = new Map(commands.map((each) => [`${each.host} ${each.argv.join(' ')}`, each]));
  return { kind: 'host', does, files: [], commands: [...once.values()] };
}
