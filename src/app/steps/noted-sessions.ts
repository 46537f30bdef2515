import { z } from 'zod';
import { type LiveSession, liveSession } from '../../core/cluster/live-session.ts';
import type { DatabaseView } from '../../io/database/hold-view.ts';
import { BaiupError } from '../../lib/errors.ts';
import type { StepContext } from './context.ts';
import { keptDocument } from './kept-document.ts';
import { keptFile } from './kept-file.ts';
import { keptFiles } from './kept-files.ts';

/** Notes the sessions that have not ended, with the managers stopped: going back tells by it which began later. */
export async function noteSessions(
  hop: number,
  view: Pick<DatabaseView, 'sessions'>,
  context: StepContext,
): Promise<void> {
  await keptFile.write(keptFiles(context, hop).sessions, JSON.stringify(await view.sessions()));
}

/** @returns undefined where none were noted. @throws BaiupError `sessions.note-damaged` */
export function notedSessions(
  hop: number,
  context: Pick<StepContext, 'runFolder'>,
): Promise<readonly LiveSession[] | undefined> {
  const file = keptFiles(context, hop).sessions;
  return keptDocument(
    file,
    z.array(liveSession),
    (cause) =>
      new BaiupError(
        'sessions.note-damaged',
        `${file} no longer holds the sessions of the stop, so baiup cannot tell which began later`,
        { hint: 'end the sessions of the newer release manually, then go back', cause },
      ),
  );
}
