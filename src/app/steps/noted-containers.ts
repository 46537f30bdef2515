import { z } from 'zod';
import { memberNamed } from '../../core/cluster/member-named.ts';
import type { StepContext } from './context.ts';
import type { FilesParams } from './files-params.ts';
import { keptFile } from './kept-file.ts';
import { keptFiles } from './kept-files.ts';

const noted = z.array(
  z.strictObject({ id: z.string(), name: z.string(), kernel: z.string(), started: z.string() }),
);
export type NotedContainers = z.infer<typeof noted>;

type Turn = Pick<FilesParams, 'hop' | 'member'>;

/** Notes the containers of a stopped agent that run, and whose sessions do so by what the managers know. */
export async function noteContainers({ hop, member }: Turn, context: StepContext): Promise<NotedContainers> {
  const { agent } = memberNamed(context.inventory, member);
  const [containers, live] = await Promise.all([
    context.containers(member).kernels(),
    agent ? context.database.kernelsOn(agent.id) : [],
  ]);
  const sessions = new Set(live);
  const found = containers
    .filter(({ running, kernel }) => running && sessions.has(kernel))
    .map(({ id, name, kernel, started }) => ({ id, name, kernel, started }));
  await keptFile.write(keptFiles(context, hop).containers(member), JSON.stringify(found));
  return found;
}

/** @returns undefined where none were noted */
export async function notedContainers(
  { hop, member }: Turn,
  context: Pick<StepContext, 'runFolder'>,
): Promise<NotedContainers | undefined> {
  const text = await keptFile.read(keptFiles(context, hop).containers(member));
  return text === undefined ? undefined : noted.parse(JSON.parse(text));
}

/** Those of them that run still, and have not been started again. */
export async function stillRunning(
  noted: NotedContainers,
  member: string,
  { containers }: Pick<StepContext, 'containers'>,
): Promise<NotedContainers> {
  const now = await containers(member).kernels();
  const running = new Map(now.filter((each) => each.running).map(({ id, started }) => [id, started]));
  return noted.filter(({ id, started }) => running.get(id) === started);
}
