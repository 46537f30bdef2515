import { lineOf } from '../versions/line-of.ts';
import type { Version } from '../versions/version.ts';

/**
 * Lines (YY.MM) of which programs of two releases were tried beside each other under load: managers 24.03.10 and 24.03.11,
 * 2,500 requests at 100 a second, none lost. The listeners of all releases from 23.09.10 to 26.8.1 have `reuse_port`;
 * what else two processes share is another matter.
 */
const tried: ReadonlySet<string> = new Set(['24.03']);

/** Whether a program of a release may serve beside one of the release before: only where that was tried. */
export const canStandIn = (version: Version): boolean => tried.has(lineOf(version));
