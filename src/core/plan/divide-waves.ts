import type { Waves } from './waves.ts';

/** An agent that turns. */
export interface TurningAgent {
  readonly member: string;
  readonly host: string;
  /** The resource group of its first agent; empty where the database does not know it. */
  readonly group: string;
}

/** Agents that turn together. */
export interface Wave {
  /** `canary`, `wave 2 of 10`, `wave 1 of 3: group gpu`. */
  readonly title: string;
  readonly members: readonly string[];
}

/** Agents of one host turn together, so no host is in two waves. */
type Hostful = readonly TurningAgent[];

const byHost = (agents: readonly TurningAgent[]): Hostful[] => [
  ...Map.groupBy(agents, ({ host }) => host).values(),
];

const groupOf = ([first]: Hostful): string => first?.group ?? '';
const countOf = (hosts: readonly Hostful[]): number => hosts.reduce((sum, { length }) => sum + length, 0);

/** One host of the group that most agents belong to. */
function chosen(hosts: readonly Hostful[]): Hostful | undefined {
  const groups = [...Map.groupBy(hosts, groupOf).values()];
  const [largest] = groups.sort((a, b) => countOf(b) - countOf(a));
  return largest?.[0];
}

function canaryOf(hosts: readonly Hostful[], name: string | undefined): Hostful | undefined {
  if (name === 'none') return undefined;
  const named = hosts.find((host) =>
    host.some(({ member, host: its }) => [member, its].includes(name ?? '')),
  );
  // One that does not turn in this hop, because it has the release, tries nothing for the others.
  return named ?? chosen(hosts);
}

/** Hosts until a number of agents is reached; a host with more agents than that is a wave of its own. */
function byNumber(hosts: readonly Hostful[], agents: number): Hostful[][] {
  const waves: Hostful[][] = [];
  for (const host of hosts) {
    const last = waves.at(-1);
    if (last && countOf(last) + host.length <= agents) last.push(host);
    else waves.push([host]);
  }
  return waves;
}

function byGroup(hosts: readonly Hostful[], first: readonly string[]): [string, Hostful[]][] {
  const groups = Map.groupBy(hosts, groupOf);
  const others = [...groups.keys()].filter((name) => !first.includes(name)).sort();
  return [...new Set([...first, ...others])].flatMap((name): [string, Hostful[]][] => {
    const found = groups.get(name);
    return found ? [[name, found]] : [];
  });
}

/** A percentage of all agents that is less than one is one: it never rounds to nothing. */
const agentsOf = (percent: number, all: number): number => Math.max(1, Math.floor((all * percent) / 100));

function sized(hosts: readonly Hostful[], size: Waves['size'], all: number): [string, Hostful[]][] {
  if (size.by === 'group') return byGroup(hosts, size.first);
  const agents = size.by === 'number' ? size.agents : agentsOf(size.percent, all);
  return byNumber(hosts, agents).map((wave) => ['', wave]);
}

/** Divides agents into waves: pure, in the order in which they turn. */
export function divideWaves(
  agents: readonly TurningAgent[],
  { size, canary: name }: Pick<Waves, 'size' | 'canary'>,
): readonly Wave[] {
  const hosts = byHost(agents);
  const canary = canaryOf(hosts, name);
  const rest = sized(
    hosts.filter((host) => host !== canary),
    size,
    agents.length,
  );
  const waves = rest.map(([group, of], index): Wave => {
    const its = group === '' ? '' : `: group ${group}`;
    const members = of.flat().map(({ member }) => member);
    return { title: `wave ${index + 1} of ${rest.length}${its}`, members };
  });
  return [...(canary ? [{ title: 'canary', members: canary.map(({ member }) => member) }] : []), ...waves];
}
