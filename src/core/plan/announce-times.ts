import type { AnnouncedWindow } from '../cluster/announced-window.ts';
import type { AnnouncementMoment } from '../cluster/announcement-texts.ts';

/** Seconds after its time at which an upgrade that has not begun is put off. */
export const putOffAfter = 600;

type Told = Pick<AnnouncedWindow, 'at' | 'told' | 'moved'>;

/** When users are told something of a window, in milliseconds since the epoch. @param before seconds before it */
const timesOf = ({ at }: Told, before: readonly number[]): number[] =>
  [...before.map((seconds) => -seconds), putOffAfter].map((seconds) => Date.parse(at) + seconds * 1000);

/** Whether the window's time is over without a run. @param now milliseconds since the epoch */
export const isPutOff = ({ at }: Pick<Told, 'at'>, now: number): boolean =>
  now >= Date.parse(at) + putOffAfter * 1000;

/** What users are to be told now; undefined where they know it. @param now milliseconds since the epoch */
export function announcementDue(
  window: Told,
  before: readonly number[],
  now: number,
): AnnouncementMoment | undefined {
  const told = window.told === undefined ? undefined : Date.parse(window.told);
  const isDue = told === undefined || timesOf(window, before).some((time) => told < time && time <= now);
  if (!isDue) return undefined;
  if (isPutOff(window, now)) return 'overdue';
  return window.moved === undefined ? 'planned' : 'moved';
}

/** Milliseconds until users are told the next time, or the window begins; undefined after the last. */
export function untilNext(window: Told, before: readonly number[], now: number): number | undefined {
  const ahead = [...timesOf(window, before), Date.parse(window.at)].filter((time) => time > now);
  return ahead.length === 0 ? undefined : Math.min(...ahead) - now;
}
