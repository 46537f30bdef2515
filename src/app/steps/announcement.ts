import { z } from 'zod';
import { announcementValue } from '../../core/cluster/announced-window.ts';
import { type Announced, announced, announcing, isAmong } from '../../core/cluster/announcement-keys.ts';
import { BaiupError } from '../../lib/errors.ts';
import { knownOrMade } from '../../lib/known-or-made.ts';
import { oneAtATime } from '../../lib/one-at-a-time.ts';
import type { StepContext } from './context.ts';
import { keptDocument } from './kept-document.ts';
import { keptFile } from './kept-file.ts';
import { keptFiles } from './kept-files.ts';

const kept = z.strictObject({
  /** What users read before. */
  before: announcementValue,
  /** All that this run has had them read since: whatever else they read is another's. */
  ours: z.array(announcementValue),
  /** What they were told of this upgrade before its run began. */
  earlier: z.array(announcementValue).exactOptional(),
  /** Whether it is still to be given back. */
  active: z.boolean(),
});
type Kept = z.infer<typeof kept>;

type Context = Pick<StepContext, 'runFolder' | 'configStore'>;

/** `left`: another program has changed it, so it stays as it is. */
export type GivenBack = 'given-back' | 'left' | 'nothing';

/** `left`: another program has changed it, so it stays as it is. */
export type Said = 'said' | 'left' | 'nothing';

/** What users read of a run; each verb may be called again. */
export interface RunAnnouncement {
  /**
   * Keeps what users read now, unless something is kept that is to be given back. Where they were told of an upgrade
   * that has a time, of this or of another, that is the run's from now on, and what they read before that is kept.
   */
  keep(): Promise<Announced>;
  /** Whether something is kept that is to be given back. */
  isActive(): Promise<boolean>;
  /** Whether users read what this run has told them last, or earlier. */
  isSaid(): Promise<boolean>;
  /** Whether what was kept is given back already. */
  isOver(): Promise<boolean>;
  /** @throws BaiupError `announcement.kept-missing` where nothing is kept: somebody may have removed it */
  mustBeKept(): Promise<void>;
  /** Has users read a text, where something is kept that is to be given back. */
  say(text: string): Promise<Said>;
  /** Has users read again what they read before. */
  giveBack(): Promise<GivenBack>;
}

/** By the doors that they go through: steps and whoever tells of what happens meanwhile do it in turn. */
const turns = new WeakMap<object, ReturnType<typeof oneAtATime>>();

const load = (file: string): Promise<Kept | undefined> =>
  keptDocument(
    file,
    kept,
    (cause) =>
      new BaiupError('announcement.kept-damaged', `${file} no longer tells what users read before`, {
        hint: 'set the announcement yourself, remove that file, then do the same again',
        cause,
      }),
  );

export const keptMissing = 'announcement.kept-missing';

const missing = (file: string): BaiupError =>
  new BaiupError(keptMissing, `${file}, which tells what users read before, is not there`, {
    hint: 'look at what users read, and set the announcement yourself',
  });

/** The announcement of the managers as a run sets it and gives it back. */
export function runAnnouncement({ runFolder, configStore }: Context): RunAnnouncement {
  const file = keptFiles({ runFolder }, 0).announcement;
  const inTurn = knownOrMade(turns, configStore, oneAtATime);
  const write = (value: Kept): Promise<void> => keptFile.write(file, JSON.stringify(value));

  const say = async (text: string): Promise<Said> => {
    const known = await load(file);
    if (!known?.active) return 'nothing';
    const now = await configStore.announcement();
    if (!isAmong([known.before, ...(known.earlier ?? []), ...known.ours], now)) return 'left';
    const next = announcing(text, now);
    // Before it is there: killed in between, it is known as ours.
    if (!isAmong(known.ours, next)) await write({ ...known, ours: [...known.ours, next] });
    await configStore.announce(next);
    return 'said';
  };

  const keep = async (): Promise<Announced> => {
    const known = await load(file);
    const found = await configStore.windows.read();
    if (!known?.active) {
      const now = await configStore.announcement();
      const told =
        found && isAmong([found.window.before, ...found.window.ours], now) ? found.window : undefined;
      // Going back restores an etcd that may hold what the run said on its way there.
      const ours = known?.ours ?? [];
      const earlier = [...(known?.earlier ?? []), ...(told?.ours ?? [])];
      await write({ before: told?.before ?? now, ours, earlier, active: true });
    }
    if (found) await configStore.windows.remove(found);
    return announced((await load(file))?.before ?? {});
  };

  const giveBack = async (): Promise<GivenBack> => {
    const known = await load(file);
    if (!known?.active) return 'nothing';
    const now = await configStore.announcement();
    const isOurs = isAmong([known.before, ...(known.earlier ?? []), ...known.ours], now);
    if (isOurs) await configStore.announce(known.before);
    await write({ ...known, active: false });
    return isOurs ? 'given-back' : 'left';
  };

  return {
    keep: () => inTurn(keep),
    isActive: () => inTurn(async () => (await load(file))?.active ?? false),
    isOver: () => inTurn(async () => (await load(file))?.active === false),
    mustBeKept: () =>
      inTurn(async () => {
        if ((await load(file)) === undefined) throw missing(file);
      }),
    isSaid: () =>
      inTurn(async () => {
        const known = await load(file);
        return known?.active === true && isAmong(known.ours, await configStore.announcement());
      }),
    say: (text) => inTurn(() => say(text)),
    giveBack: () => inTurn(giveBack),
  };
}
