import { durationText } from '../../lib/duration.ts';
import { localTime } from '../../lib/local-time.ts';
import type { AnnouncementValue } from '../cluster/announcement-texts.ts';

/** What an announcement tells of. Times are milliseconds since the epoch. */
export interface AnnouncementFacts {
  readonly cluster: string;
  readonly from: string;
  readonly to: string;
  readonly now: number;
  /** When the run is to begin. */
  readonly window?: number | undefined;
  readonly stopped?: number | undefined;
  /** Seconds without service, and the range. */
  readonly predicted?: number | undefined;
  readonly predictedRange?: readonly [number, number] | undefined;
}

const minute = 60_000;
const unknown = 'a time that is not known yet';

/** In whole minutes, and of two days and more in whole hours: nobody reads it more exactly. */
function leftText(ms: number): string {
  const minutes = Math.max(0, Math.round(ms / minute));
  const hours = Math.round(minutes / 60);
  if (hours <= 48) return durationText(minutes * 60);
  const rest = hours % 24;
  return `${Math.floor(hours / 24)}d${rest > 0 ? `${rest}h` : ''}`;
}

/** What texts for users name in braces. @param zone in which times are told */
export function announcedValues(
  facts: AnnouncementFacts,
  zone: string,
): Readonly<Record<AnnouncementValue, string>> {
  const { cluster, from, to, now, window, stopped, predicted, predictedRange: [least, most] = [] } = facts;
  const at = (time: number | undefined): string => (time === undefined ? unknown : localTime(time, zone));
  const after = (seconds: number | undefined, whole = Math.floor): string => {
    if (stopped === undefined || seconds === undefined) return unknown;
    return at(whole((stopped + seconds * 1000) / minute) * minute);
  };
  const length = (seconds: number | undefined): string =>
    seconds === undefined ? unknown : durationText(seconds);
  return {
    cluster,
    from,
    to,
    now: at(now),
    window: at(window),
    left: window === undefined ? unknown : leftText(window - now),
    stopped: at(stopped),
    back: after(predicted),
    earliest: after(least),
    // To the end of its minute: it is not promised for earlier than it is foreseen.
    latest: after(most, Math.ceil),
    length: length(predicted),
    shortest: length(least),
    longest: length(most),
  };
}
