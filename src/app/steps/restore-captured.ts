import { restorePart } from '../../core/plan/room.ts';
import { BaiupError, messageOf } from '../../lib/errors.ts';
import type { StepContext } from './context.ts';
import { giveBackAside } from './give-back-aside.ts';
import { keptFile } from './kept-file.ts';
import { keptFiles } from './kept-files.ts';
import { knownAside } from './known-aside.ts';
import { databaseIn, theDatabase } from './which-database.ts';

interface Captured {
  readonly hop: number;
  readonly database?: string | undefined;
  /** It was set aside, and not dumped. */
  readonly aside?: true | undefined;
}

interface Part {
  readonly what: string;
  /** Written once it is restored. */
  readonly restored: string;
  readonly restore: () => Promise<void>;
}

/** What was set aside gets its name again; what was dumped is loaded. */
async function restoreOwn(captured: Captured, context: StepContext, dump: string): Promise<void> {
  if (!captured.aside) return databaseIn(context, captured).restore(dump);
  // Where nothing is known of it, another undo has given it its name.
  const noted = await knownAside(context, captured);
  if (noted) await giveBackAside(captured, noted, context);
}

/** A coordinator's migrations know nothing of etcd; the manager's may have changed it. */
function partsOf(captured: Captured, context: StepContext): Part[] {
  const { hop, database } = captured;
  const kept = keptFiles(context, hop, database);
  const own: Part = {
    what: theDatabase(captured),
    restored: `${kept.database}.restored`,
    restore: () => restoreOwn(captured, context, kept.database),
  };
  if (database !== undefined) return [own];
  return [
    own,
    {
      what: 'etcd',
      restored: `${kept.etcd}.restored`,
      restore: () => context.configStore.restore(kept.etcd),
    },
  ];
}

async function restoreOne({ restored, restore }: Part): Promise<void> {
  if (await keptFile.isThere(restored)) return;
  await restore();
  await keptFile.write(restored, '');
}

/** Before the data is changed again: what was restored earlier no longer counts. */
export async function forgetRestored(captured: Captured, context: StepContext): Promise<void> {
  await Promise.all(partsOf(captured, context).map(({ restored }) => keptFile.remove(restored)));
}

/**
 * Restores the capture of a database, and of etcd with the cluster's database. It always waits for both, even if one
 * fails. When called again, it restores only what is not restored yet.
 * @throws BaiupError `restore.incomplete` that says of each part how it ended
 */
export async function restoreCaptured(captured: Captured, context: StepContext): Promise<void> {
  await context.room?.give(restorePart);
  const parts = partsOf(captured, context);
  const ends = await Promise.allSettled(parts.map(restoreOne));
  const reasons = ends.flatMap((end) => (end.status === 'rejected' ? [end.reason as unknown] : []));
  if (reasons.length === 0) return;
  const said = ends.map((end, index) =>
    end.status === 'fulfilled'
      ? `${parts[index]?.what} is restored`
      : `${parts[index]?.what} could not be restored: ${messageOf(end.reason)}`,
  );
  const hint = reasons.flatMap((reason) =>
    reason instanceof BaiupError && reason.hint ? [reason.hint] : [],
  );
  throw new BaiupError('restore.incomplete', said.join('; '), {
    cause: reasons[0],
    ...(hint[0] ? { hint: hint[0] } : {}),
  });
}
