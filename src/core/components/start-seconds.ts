import { lineOf } from '../versions/line-of.ts';
import type { Version } from '../versions/version.ts';
import type { Component } from './component.ts';

/** What of its time a component takes that starts alone on its host; each of four others beside it adds to that. */
const alone = 0.5;
const whole = 4;

/**
 * Seconds until a component of a release answers, by what was recorded.
 * @param beside how many others start on its host at the same time
 */
export function startSeconds(
  component: Pick<Component, 'startSeconds'>,
  version: Version,
  beside: number,
): number {
  const line = lineOf(version);
  const known = Object.entries(component.startSeconds).sort(([a], [b]) => (a < b ? -1 : 1));
  const [, seconds = 0] = known.findLast(([from]) => from <= line) ?? known[0] ?? [];
  return seconds * Math.min(1, alone + ((1 - alone) * beside) / whole);
}
