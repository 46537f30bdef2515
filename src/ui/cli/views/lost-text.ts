import type { LostByGoingBack } from '../../../core/run/lost-by-going-back.ts';
import { durationText } from '../../../lib/duration.ts';

/** What a rollback loses, in a sentence. */
export function lostText({ restores, since }: LostByGoingBack, now: number): string {
  if (!restores) return 'Nothing is lost: the run has changed neither database nor etcd.';
  if (since === undefined) return 'Nothing is lost: the service has not returned since they were captured.';
  const ago = durationText(Math.max(0, (now - Date.parse(since)) / 1000));
  return `All that was written to database and etcd since the service returned is lost: since ${since.slice(0, 19)}Z, ${ago} ago.`;
}
