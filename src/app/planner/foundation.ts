import type { Policy } from '../../core/path/path.ts';
import { takenOver } from '../../core/path/taken-over.ts';
import { withoutSettled } from '../../core/path/without-settled.ts';
import type { OutageMode } from '../../core/plan/plan.ts';
import type { Version } from '../../core/versions/version.ts';
import type { Drain } from '../../core/workloads/drain.ts';
import type { Finding } from '../../lib/finding.ts';
import type { Ground } from '../discovery/read-ground.ts';
import type { DraftInput } from './drafts.ts';
import { type Way, wayTo } from './way-to.ts';

/** What a plan is asked for. */
export interface Asked {
  readonly to: Version;
  readonly policy: Policy;
  readonly windows: OutageMode;
  /** What becomes of sessions before each stop, where that was asked for. */
  readonly drain?: Drain | undefined;
  /** Codes that the operator accepts. */
  readonly accept: readonly string[];
}

export interface Foundation {
  readonly way: Way;
  readonly draft: DraftInput;
  /** What is said of the way's hops, as far as an operator has to look at it. */
  readonly ofHops: readonly Finding[];
}

/** The way of a plan before anything is judged; undefined if a member has no version to start from. */
export function foundation(
  ground: Ground,
  { to, policy, windows, drain, accept }: Asked,
): Foundation | undefined {
  const way = wayTo(ground.catalog, ground.snapshot, to, { policy, accept, command: 'plan' });
  if (way === undefined) return undefined;
  const { path, first, hops } = way;
  const said = hops.flatMap((hop) => hop.findings);
  return {
    way,
    draft: { ...ground, path, windows, ...(first ? { first } : {}), drain },
    ofHops: withoutSettled(takenOver(said, ground.inventory)),
  };
}
