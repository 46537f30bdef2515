import type { EndpointReplicas } from '../../core/workloads/intake.ts';
import type { StepContext } from './context.ts';
import { keptFiles } from './kept-files.ts';
import { type NotedIntake, notedIntake } from './noted-intake.ts';

/** What was given back, and what was left because another program has changed it meanwhile. */
export interface GivenBack {
  readonly gave: readonly string[];
  readonly left: readonly string[];
}

/**
 * What became of something that a run has changed: it is still as the run left it, as it was before, or another
 * program has changed it meanwhile.
 */
function sinceChanged<T>(now: T, { before, ours }: { readonly before: T; readonly ours: T }) {
  if (now === before) return 'before';
  return now === ours ? 'ours' : 'other';
}

type Doors = Pick<StepContext, 'database' | 'configStore'>;

/**
 * What nobody can give back, because the note of how it was before is gone: somebody may have removed it.
 * @returns nothing where it is there, and where sessions may begin anyway
 */
export async function withoutNote(
  hop: number,
  context: Doors & Pick<StepContext, 'runFolder'>,
): Promise<readonly string[]> {
  if ((await notedIntake(hop, context))?.status !== undefined) return [];
  // A step that could not even ask has changed nothing.
  const now = await Promise.all([context.configStore.managerStatus(), context.database.intake()]).catch(
    () => undefined,
  );
  if (!now) return [];
  const [status, { schedulable }] = now;
  const shut = [
    ...(status === 'frozen' ? ['the managers are frozen (baiup check --fix manager.frozen)'] : []),
    ...(schedulable.length === 0 ? ['no agent takes sessions'] : []),
  ];
  const { intake } = keptFiles(context, hop);
  return shut.length > 0 ? [`${shut.join(', and ')}: ${intake} does not tell how it was before`] : [];
}

/** Managers serve again, and agents take sessions again. */
export async function giveBackIntake(
  { status, agents }: NotedIntake,
  { database, configStore }: Doors,
): Promise<GivenBack> {
  const [now, { schedulable }] = await Promise.all([configStore.managerStatus(), database.intake()]);
  const gave: string[] = [];
  const left: string[] = [];
  const take = new Set(schedulable);
  const shut = agents.filter((id) => !take.has(id));
  if (shut.length > 0) {
    await database.setSchedulable(shut, true);
    gave.push(`${shut.length} agents take sessions again`);
  }
  const since = status === undefined ? 'before' : sinceChanged(now, { before: status, ours: 'frozen' });
  if (since === 'ours' && status !== undefined) {
    await configStore.setManagerStatus(status);
    gave.push(`the managers are ${status}`);
  }
  if (since === 'other')
    left.push(`the managers are ${now}, which another program has set; they were ${status}`);
  return { gave, left };
}

/** The number of an endpoint that a run has changed to 0: managers scale some by themselves that should have none. */
const changedOf = (before: EndpointReplicas, { replicas, desired }: EndpointReplicas): number =>
  before.replicas > 0 ? replicas : (desired ?? replicas);

/** Endpoints should have as many sessions as before. */
export async function giveBackEndpoints({ endpoints }: NotedIntake, { database }: Doors): Promise<GivenBack> {
  if (endpoints.length === 0) return { gave: [], left: [] };
  const now = new Map((await database.intake()).endpoints.map((each) => [each.id, each]));
  const found = endpoints.map((each) => ({ each, is: now.get(each.id) }));
  const since = ({ each, is }: (typeof found)[number]) =>
    is === undefined ? 'gone' : sinceChanged(changedOf(each, is), { before: changedOf(each, each), ours: 0 });
  const ours = found.filter((one) => since(one) === 'ours').map(({ each }) => each);
  if (ours.length > 0) await database.setReplicas(ours);
  const left = found.flatMap((one) => {
    const { each, is } = one;
    if (is === undefined) return [`endpoint ${each.name} is gone; it had ${each.replicas} replicas`];
    if (since(one) !== 'other') return [];
    return [
      `endpoint ${each.name} has ${is.replicas} replicas, which another program has set; it had ${each.replicas}`,
    ];
  });
  return { gave: ours.map(({ name, replicas }) => `endpoint ${name} has ${replicas} replicas`), left };
}
