import { lineOf } from '../versions/line-of.ts';
import type { Version } from '../versions/version.ts';

/**
 * Lines (YY.MM) between whose releases members turned beside each other under load, in upgrades of whole clusters and
 * their ways back. All listeners have had `reuse_port` since 22.09 at the latest; what else two processes share is another matter.
 */
const tried: ReadonlySet<string> = new Set(['24.03', '24.09']);

/** Whether a program of a release may serve beside one of the release before: only where that was tried. */
export const canStandIn = (version: Version): boolean => tried.has(lineOf(version));
