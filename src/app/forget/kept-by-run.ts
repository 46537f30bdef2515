import { onHost } from '../../core/cluster/on-host.ts';
import type { Plan } from '../../core/plan/plan.ts';
import { walkPlan } from '../../core/plan/walk.ts';
import type { Host } from '../../io/hosts/port.ts';
import type { RunRecord } from '../../io/journal/port.ts';
import { knownOrMade } from '../../lib/known-or-made.ts';
import type { WholeRun } from '../records/known-run.ts';
import { containersNote } from '../steps/containers-note.ts';
import type { StepContext } from '../steps/context.ts';
import { environmentsOf, placeOf } from './environment-candidates.ts';
import type { EnvironmentUses } from './environment-uses.ts';
import type { Removable } from './kept.ts';
import { keptDatabases } from './kept-databases.ts';
import { keptDumpsAway, keptInFolder } from './kept-dumps.ts';
import { keptEnvironments } from './kept-environments.ts';
import { keptMemberFiles } from './kept-member-files.ts';

/** Another run, whose way back needs what it came from. */
export interface OtherRun {
  readonly name: string;
  readonly plan: Plan;
}

export interface KeptRequest {
  readonly record: Pick<RunRecord, 'plan' | 'folder' | 'names'>;
  readonly known: WholeRun;
  readonly here: Host;
  readonly others: readonly OtherRun[];
  /** Who has upgraded the cluster since, where their journal is not here: what this run ended in may be needed. */
  readonly unknown?: string | undefined;
  readonly context: StepContext;
}

/** What containers have mounted, asked once a host; of hosts without such agents nothing. */
function mountsOf(plan: Plan, context: StepContext): EnvironmentUses['mounted'] {
  const noted = new Set(
    walkPlan(plan)
      .filter(({ step }) => step.kind === containersNote.kind)
      .map(({ step }) => containersNote.params.parse(step.params).member),
  );
  const known = new Map<string, Promise<readonly string[] | string>>();
  const ask = async (host: string): Promise<readonly string[] | string> => {
    const agents = onHost(context.inventory.components, host).filter(({ id }) => noted.has(id));
    const asked = await Promise.all(agents.map(({ id }) => context.containers(id).mounted()));
    if (asked.includes(undefined))
      return 'nobody can tell what containers have mounted: Docker does not answer';
    return asked.flatMap((paths) => paths ?? []);
  };
  return (host) => knownOrMade(known, host, () => ask(host));
}

/** The environments that services start from now. */
async function servedBy({ inventory, service }: StepContext): Promise<Set<string>> {
  const states = inventory.components.map(async ({ id, host }) => {
    const { environment, named } = await service(id).state();
    return [environment, ...(named ? [named.at] : [])].map((path) => placeOf({ host, path }));
  });
  return new Set((await Promise.all(states)).flat());
}

async function usesOf({ record, others, unknown, context }: KeptRequest): Promise<EnvironmentUses> {
  const back = new Map<string, string>();
  if (unknown !== undefined) {
    for (const each of environmentsOf(record.plan, 'after'))
      back.set(placeOf(each), `${unknown} may need it to go back`);
  }
  for (const { name, plan } of others)
    for (const each of environmentsOf(plan, 'before')) back.set(placeOf(each), `${name} needs it to go back`);
  return { served: await servedBy(context), back, mounted: mountsOf(record.plan, context) };
}

/** All that a run keeps, in the order in which it may be removed. It only looks. */
export async function keptByRun(request: KeptRequest): Promise<Removable[]> {
  const { record, known, here, context } = request;
  const candidates = environmentsOf(record.plan, 'all');
  return [
    ...(await keptDatabases(record.plan, context)),
    ...(await keptDumpsAway(known, context)),
    ...(await keptMemberFiles(record.plan, context)),
    ...(await keptEnvironments(candidates, await usesOf(request), context)),
    ...(await keptInFolder(record, here)),
  ];
}
