import { z } from 'zod';
import { agentsOf } from './agents-of.ts';
import type { StepContext } from './context.ts';
import type { FilesParams } from './files-params.ts';
import { memberRecords } from './member-records.ts';

const container = z.strictObject({
  id: z.string(),
  name: z.string(),
  kernel: z.string(),
  started: z.string(),
});

const noted = z.strictObject({
  /** Those that run, and whose sessions do so by what the managers know. */
  running: z.array(container),
  /** Ids of all that there are. */
  all: z.array(z.string()),
});
export type NotedContainers = z.infer<typeof noted>;
type Running = NotedContainers['running'];

type Turn = Pick<FilesParams, 'hop' | 'member'>;

/** Notes the containers of a stopped agent. */
export async function noteContainers({ hop, member }: Turn, context: StepContext): Promise<NotedContainers> {
  const agents = await agentsOf(member, context);
  const [containers, ...live] = await Promise.all([
    context.containers(member).kernels(),
    ...agents.map((agent) => context.database.kernelsOn(agent)),
  ]);
  const sessions = new Set(live.flat());
  const found = {
    running: containers
      .filter(({ running, kernel }) => running && sessions.has(kernel))
      .map(({ id, name, kernel, started }) => ({ id, name, kernel, started })),
    all: containers.map(({ id }) => id),
  };
  await memberRecords(context, hop, 'containers').put(member, found);
  return found;
}

/** @returns undefined where none were noted */
export async function notedContainers(
  { hop, member }: Turn,
  context: Pick<StepContext, 'runFolder'>,
): Promise<NotedContainers | undefined> {
  const kept = await memberRecords(context, hop, 'containers').get(member);
  return kept === undefined ? undefined : noted.parse(kept);
}

/** Those that ran at the stop, run still, and have not been started again. */
export async function stillRunning(
  turn: Turn,
  context: Pick<StepContext, 'runFolder' | 'containers'>,
): Promise<{ readonly still: Running; readonly gone: Running }> {
  const { running = [] } = (await notedContainers(turn, context)) ?? {};
  if (running.length === 0) return { still: [], gone: [] };
  const now = await context.containers(turn.member).kernels();
  const started = new Map(now.filter((each) => each.running).map((each) => [each.id, each.started]));
  const runs = (each: Running[number]): boolean => started.get(each.id) === each.started;
  return { still: running.filter(runs), gone: running.filter((each) => !runs(each)) };
}
