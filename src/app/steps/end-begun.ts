import { memberNamed } from '../../core/cluster/member-named.ts';
import type { Settled } from '../../core/run/lost-session.ts';
import type { KernelContainer } from '../../io/workloads/kernel-containers.ts';
import type { StepContext } from './context.ts';
import type { FilesParams } from './files-params.ts';
import { keptFiles } from './kept-files.ts';
import { notedContainers } from './noted-containers.ts';
import { settledIn } from './settle-sessions.ts';

type Turn = Pick<FilesParams, 'hop' | 'member'>;

/** Containers that were not there at the stop, and whose kernels the database does not know: nobody else ends them. */
async function begun(turn: Turn, context: StepContext): Promise<readonly KernelContainer[]> {
  const noted = await notedContainers(turn, context);
  if (!noted) return [];
  const before = new Set(noted.all);
  const since = (await context.containers(turn.member).kernels()).filter(({ id }) => !before.has(id));
  const known = await Promise.all(since.map(({ kernel }) => context.database.kernel(kernel)));
  return since.filter((_each, index) => known[index] === undefined);
}

/**
 * Once the old release runs again: ends the containers of sessions that began on the newer release and that the
 * managers could not be asked to end. They would hold their resources for ever. Containers from before the stop are
 * never touched.
 */
export async function endBegun(turn: Turn, context: StepContext): Promise<Settled | undefined> {
  const found = await begun(turn, context);
  if (found.length === 0) return undefined;
  const containers = context.containers(turn.member);
  await Promise.all(found.map(({ id }) => containers.end(id)));
  const left = new Set((await containers.kernels()).filter(({ running }) => running).map(({ id }) => id));
  const told = await toldSessions(turn.hop, context);
  const { agent } = memberNamed(context.inventory, turn.member);
  const givenUp = found.map(({ id, session, name }) => ({
    ...(told.get(session) ?? {
      id: session,
      name,
      accessKey: '',
      status: 'RUNNING',
      agents: [agent?.id ?? ''],
    }),
    ended: !left.has(id),
  }));
  return { givenUp, endedSince: [] };
}

/** What was told of sessions before their database went. */
async function toldSessions(hop: number, context: StepContext) {
  // Where it was damaged they are named by their containers.
  const told = await settledIn(keptFiles(context, hop).settled).catch(() => undefined);
  return new Map((told?.givenUp ?? []).map((session) => [session.id, session]));
}
