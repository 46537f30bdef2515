import { endpointIn } from './endpoint-in.ts';
import type { FoundMember, Remark } from './found.ts';

const rank = ({ isActive, isEnabled, obstacle }: FoundMember): number =>
  (isActive ? 4 : 0) + (obstacle === undefined ? 2 : 0) + (isEnabled ? 1 : 0);

const unitOf = ({ service }: FoundMember): string | undefined =>
  service && 'unit' in service ? service.unit : undefined;

const portOf = ({ component, configText, variables }: FoundMember): number | undefined =>
  endpointIn(component, configText, variables).port;

/** What two units have in common that only one program can have: then they start the same, one in the place of the other. */
function inCommon(one: FoundMember, other: FoundMember): string | undefined {
  if (one.component !== other.component) return undefined;
  if (one.configText !== undefined && one.config === other.config) return one.config;
  const [port, its] = [portOf(one), portOf(other)];
  return port !== undefined && port === its ? `port ${port}` : undefined;
}

/** A unit that gives way to the one that is taken for the member's. */
function otherText(other: FoundMember, shared: string): string {
  const states = ['it does not run', ...(other.isEnabled ? [] : ['it is not enabled'])];
  return `guessed: ${unitOf(other)} would start the same ${other.component} (${shared}); ${states.join(' and ')}`;
}

/**
 * Of several units that start the same program the one that runs, else the one that is enabled; it is told of the others.
 * Two that both run are two programs.
 */
export function oneUnitEach(members: readonly FoundMember[]): readonly FoundMember[] {
  const others = new Map<FoundMember, { readonly units: string[]; readonly remarks: Remark[] }>();
  const kept: FoundMember[] = [];
  const byRank = members.toSorted((one, other) => rank(other) - rank(one));
  for (const member of byRank) {
    const unit = unitOf(member);
    const first = kept.find((each) => unitOf(each) !== undefined && inCommon(each, member) !== undefined);
    if (member.isActive || unit === undefined || !first) kept.push(member);
    else {
      const told = others.get(first) ?? { units: [], remarks: [] };
      told.units.push(unit);
      told.remarks.push({ at: 'service', text: otherText(member, inCommon(first, member) ?? '') });
      others.set(first, told);
    }
  }
  return members.flatMap((member) => {
    if (!kept.includes(member)) return [];
    const { units = [], remarks = [] } = others.get(member) ?? {};
    return [{ ...member, otherUnits: units, remarks: [...member.remarks, ...remarks] }];
  });
}
