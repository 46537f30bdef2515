import type { PostponedView, RunView } from './view.ts';

/** An agent that a run has postponed, and that no later one has brought further. */
export interface BehindAgent extends Pick<PostponedView, 'member' | 'host' | 'left'> {
  readonly run: string;
  /** The release that the run brought all others to. */
  readonly to: string;
  /** Why it was postponed. */
  readonly why: string;
}

/**
 * The agents that are behind the rest of their cluster by what its runs have done.
 * @param runs of one cluster, oldest first
 */
export function behindAgents(runs: readonly Pick<RunView, 'run' | 'to' | 'state' | 'postponed' | 'steps'>[]) {
  const behind = new Map<string, BehindAgent>();
  for (const { run, to, state, postponed = [], steps } of runs) {
    if (state !== 'done') continue;
    for (const { service, member, state: stands } of steps)
      if (service === 'starting' && stands === 'done' && member !== undefined) behind.delete(member);
    for (const { member, host, left, why } of postponed)
      behind.set(member, {
        member,
        host,
        run,
        to,
        why: why.message,
        ...(left === undefined ? {} : { left }),
      });
  }
  return [...behind.values()];
}
