import { usageError } from './errors.ts';

const form = /^(?:(\d+)d)?(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s)?$/;

/** Seconds in a week: nothing that an operator waits for lasts longer. */
export const longestDuration = 7 * 24 * 3600;

const longestShown = 30;

/**
 * Seconds of a duration as an operator writes it: "90s", "20m", "1h30m", "2d".
 * @param longest in seconds
 * @throws BaiupError `duration.malformed`, `duration.too-long` (both exit 64)
 */
export function parseDuration(text: string, longest = longestDuration): number {
  const [, days = 0, hours = 0, minutes = 0, seconds = 0] = form.exec(text.trim()) ?? [];
  const all = Number(days) * 86400 + Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds);
  const shown = text.length > longestShown ? `${text.slice(0, longestShown)}…` : text;
  if (all > longest) {
    throw usageError('duration.too-long', `"${shown}" is longer than a week: give at most 168h`);
  }
  if (all > 0) return all;
  throw usageError('duration.malformed', `"${shown}" is not a duration: write it like 90s, 20m or 1h30m`);
}

/** A duration in words that can be typed again: "90s" is "1m30s"; fractions are rounded up. */
export function durationText(seconds: number): string {
  const whole = Math.ceil(seconds);
  const [h, m, s] = [Math.floor(whole / 3600), Math.floor((whole % 3600) / 60), whole % 60];
  const parts = [h > 0 ? `${h}h` : '', m > 0 ? `${m}m` : '', s > 0 ? `${s}s` : ''];
  return parts.join('') || '0s';
}
