import { type AnnouncedWindow, isOfUpgrade } from '../../core/cluster/announced-window.ts';
import { announcementDue, isPutOff, untilNext } from '../../core/plan/announce-times.ts';
import { messageOf } from '../../lib/errors.ts';
import { tellWindow, type WindowTelling } from './tell-window.ts';

/** How often it is looked whether somebody has moved the window. */
const lookEveryMs = 5000;

export interface WindowToAwait extends WindowTelling {
  readonly ends: Pick<AnnouncedWindow, 'from' | 'to'>;
  /** Seconds before the window at which users are told of it. */
  readonly before: readonly number[];
  /** `begin`: ends once the window begins. `put-off`: also tells users where no run has begun by then. `now`: does not wait. */
  readonly until: 'begin' | 'put-off' | 'now';
  readonly onWait: (window: AnnouncedWindow) => void;
  readonly onMoved: (window: AnnouncedWindow) => void;
  /** What keeps it from looking, once: it goes on waiting. */
  readonly onTrouble: (why: string) => void;
  readonly signal: AbortSignal;
  readonly sleep: (ms: number) => Promise<void>;
}

/** `gone`: a run has begun, or somebody took the window back. `none`: this upgrade has none. `interrupted`: it stands, and nobody waits for it here. */
export type Awaited =
  | { readonly kind: 'begins' | 'put-off' | 'told' | 'interrupted'; readonly window: AnnouncedWindow }
  | { readonly kind: 'gone' }
  | { readonly kind: 'none' };

/** Tells users what is due, unless they know it. @returns false where the window was changed meanwhile */
async function tellDue(window: AnnouncedWindow, how: WindowToAwait): Promise<boolean> {
  const moment = announcementDue(window, how.before, how.now());
  return moment === undefined || tellWindow(moment, window, how);
}

function endedBy(window: AnnouncedWindow, { until, now }: WindowToAwait): Awaited | undefined {
  // A machine may have slept for longer: nobody expects a run then.
  if (isPutOff(window, now())) return { kind: 'put-off', window };
  if (until === 'now') return { kind: 'told', window };
  return until === 'begin' && now() >= Date.parse(window.at) ? { kind: 'begins', window } : undefined;
}

/**
 * Waits for a window and tells users of it at the set times before. It may be killed and begun again at any moment, and
 * by several processes; each of them sees when the window is moved.
 * @throws BaiupError `etcd.*` of its first look; later ones are tried again
 */
export async function awaitWindow(first: AnnouncedWindow, how: WindowToAwait): Promise<Awaited> {
  const { announcement, ends, before, now, sleep, signal } = how;
  let window = first;
  let trouble: string | undefined;
  const look = async (): Promise<Awaited | undefined> => {
    const found = await announcement.read();
    if (!found || !isOfUpgrade(found, ends)) return { kind: 'gone' };
    if (found.at !== window.at) how.onMoved(found);
    window = found;
    // A run that begins tells users itself.
    return endedBy(window, how)?.kind === 'begins' || (await tellDue(window, how)) ? undefined : look();
  };
  await announcement.settle();
  const end = (await look()) ?? endedBy(window, how);
  if (end) return end;
  how.onWait(window);
  for (;;) {
    await sleep(Math.min(lookEveryMs, untilNext(window, before, now()) ?? lookEveryMs));
    if (signal.aborted) return { kind: 'interrupted', window };
    try {
      const over = (await look()) ?? endedBy(window, how);
      if (over) return over;
    } catch (error) {
      // What is known may be old: only a look that succeeds begins a run or ends the waiting.
      const said = messageOf(error);
      if (said !== trouble) how.onTrouble(said);
      trouble = said;
    }
  }
}
