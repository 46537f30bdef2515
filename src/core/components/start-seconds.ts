import { sinceLine } from '../versions/since-line.ts';
import type { Version } from '../versions/version.ts';
import type { Component } from './component.ts';

/** What of its time a component takes that starts alone on its host; each of four others beside it adds to that. */
const alone = 0.5;
const whole = 4;

/** What of its time a component takes whose program was parked. */
const parkedShare = 0.3;

/**
 * Seconds until a component of a release answers, by what was recorded.
 * @param beside how many others start on its host at the same time
 */
export function startSeconds(
  component: Pick<Component, 'startSeconds'>,
  version: Version,
  { beside, isParked = false }: { readonly beside: number; readonly isParked?: boolean },
): number {
  const seconds = sinceLine(component.startSeconds, version) * (isParked ? parkedShare : 1);
  return seconds * Math.min(1, alone + ((1 - alone) * beside) / whole);
}
