import { lineOf } from '../versions/line-of.ts';
import type { Version } from '../versions/version.ts';

/** Lines (YY.MM) whose programs were parked and let go on, in upgrades of whole clusters and their ways back. */
const tried: ReadonlySet<string> = new Set(['24.09']);

/** Whether programs of a release wait parked: only where that was tried. */
export const canPark = (version: Version): boolean => tried.has(lineOf(version));
