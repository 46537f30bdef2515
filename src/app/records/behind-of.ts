import { type BehindAgent, behindAgents } from '../../core/run/behind-agents.ts';
import { allRuns } from './runs.ts';

/** The agents of a cluster that runs of this machine have postponed, and that are behind since. */
export async function behindOf(cluster: string): Promise<readonly BehindAgent[]> {
  const views = (await allRuns()).flatMap(({ kind, view }) =>
    kind === 'whole' && view.cluster === cluster ? [view] : [],
  );
  return behindAgents(views);
}
