import { z } from 'zod';
import { type LiveSession, liveSession } from '../../core/cluster/live-session.ts';
import type { StepContext } from './context.ts';
import { keptFile } from './kept-file.ts';
import { keptFiles } from './kept-files.ts';

/** Notes the sessions that have not ended, with the managers stopped: going back tells by it which began later. */
export async function noteSessions(hop: number, context: StepContext): Promise<void> {
  await keptFile.write(keptFiles(context, hop).sessions, JSON.stringify(await context.database.sessions()));
}

/** @returns undefined where none were noted */
export async function notedSessions(
  hop: number,
  context: Pick<StepContext, 'runFolder'>,
): Promise<readonly LiveSession[] | undefined> {
  const text = await keptFile.read(keptFiles(context, hop).sessions);
  return text === undefined ? undefined : z.array(liveSession).parse(JSON.parse(text));
}
