import { z } from 'zod';

export const proofPlace = z.strictObject({
  group: z.string(),
  /** The agent that has to take it; any of the group's unless told. */
  agent: z.string().optional(),
  architecture: z.string(),
  /** Whose resource group it is: the keypair's own, and its project `default`, unless told. */
  domain: z.string().optional(),
  project: z.string().optional(),
});
/** Where a session is started to prove that the cluster works. */
export type ProofPlace = z.infer<typeof proofPlace>;

/** What a cluster's database knows of where sessions can be started. */
export interface ProofGround {
  readonly groups: readonly {
    readonly name: string;
    readonly active: boolean;
    /** A domain and a project that may use it. */
    readonly domain: string | null;
    readonly project: string | null;
  }[];
  readonly agents: readonly {
    readonly id: string;
    readonly group: string;
    readonly architecture: string;
    /** Whether it is alive, and given sessions. */
    readonly takes: boolean;
  }[];
  /** Of the image that is started. */
  readonly architectures: readonly string[];
  /** How many sessions the keypair may have at once; undefined where its policy does not say. */
  readonly most: number | undefined;
}

/** A resource group, or an agent, that no session is started on, and why. */
export interface UntriedPlace {
  readonly group: string;
  readonly agent?: string;
  readonly why: string;
}

interface Wanted {
  /** The group that the cluster's file names: it is always tried. */
  readonly scalingGroup: string;
  readonly architecture: string;
}

interface Places {
  readonly tried: readonly ProofPlace[];
  readonly untried: readonly UntriedPlace[];
}

type Agent = ProofGround['agents'][number];
type Group = ProofGround['groups'][number];

function whyNot(
  agents: readonly Agent[],
  group: Group | undefined,
  architectures: ReadonlySet<string>,
): string | undefined {
  if (group && !group.active) return 'the resource group is not active';
  if (group && group.project === null) return 'no project may use the resource group';
  const taking = agents.filter(({ takes }) => takes);
  if (taking.length === 0) return 'no agent of it is alive and takes sessions';
  if (taking.some(({ architecture }) => architectures.has(architecture))) return undefined;
  return `the image of the proof is not there for ${[...new Set(taking.map((each) => each.architecture))].join(', ')}`;
}

/** Where sessions are started: once on each resource group that has agents, or on each agent. */
export function proofPlaces(
  { groups, agents, architectures }: ProofGround,
  { scalingGroup, architecture }: Wanted,
  each: 'group' | 'agent',
): Places {
  const has = new Set(architectures);
  const names = [...new Set([scalingGroup, ...agents.map(({ group }) => group).sort()])];
  const tried: ProofPlace[] = [];
  const untried: UntriedPlace[] = [];
  for (const group of names) {
    const known = groups.find(({ name }) => name === group);
    const { domain, project } = known ?? {};
    const by = { ...(domain ? { domain } : {}), ...(project ? { project } : {}) };
    const own = agents.filter((agent) => agent.group === group);
    const why = whyNot(own, known, has);
    const usable = own.filter(({ takes, architecture }) => takes && has.has(architecture));
    if (why !== undefined && group !== scalingGroup) untried.push({ group, why });
    else if (each === 'group' || usable.length === 0) {
      const [first] = usable;
      const isUsual = usable.length === 0 || usable.some((agent) => agent.architecture === architecture);
      tried.push({ group, architecture: isUsual ? architecture : (first?.architecture ?? ''), ...by });
    } else {
      tried.push(
        ...usable.map(({ id, architecture }): ProofPlace => ({ group, agent: id, architecture, ...by })),
      );
      const others = own.filter((agent) => !usable.includes(agent));
      untried.push(
        ...others.map((agent) => ({ group, agent: agent.id, why: whyNot([agent], undefined, has) ?? '' })),
      );
    }
  }
  return { tried, untried };
}
