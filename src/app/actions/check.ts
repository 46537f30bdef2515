import { heldBy } from '../../core/cluster/lock.ts';
import { carriedBy } from '../../core/components/carried-by.ts';
import { isRisk } from '../../core/path/is-risk.ts';
import type { Policy } from '../../core/path/path.ts';
import { withoutSettled } from '../../core/path/without-settled.ts';
import type { OutageMode } from '../../core/plan/plan.ts';
import { parseVersion } from '../../core/versions/parse-version.ts';
import { currentCatalog } from '../../io/index/current-catalog.ts';
import type { Finding } from '../../lib/finding.ts';
import type { CheckInput } from '../checks/check.ts';
import { checks, runChecks } from '../checks/index.ts';
import { checkInput } from '../checks/judge.ts';
import { observe } from '../discovery/observe.ts';
import { snapshotOf } from '../planner/draft.ts';
import { passedThrough } from '../planner/outages-of.ts';
import { wayTo } from '../planner/way-to.ts';
import { type NewEnvironment, pluginsToBeHad } from '../rehearsal/plugins-to-be-had.ts';
import { type Cluster, openCluster } from '../wiring/open-cluster.ts';

export interface CheckRequest {
  /** The release to be upgraded to; undefined to look at the cluster alone. */
  readonly to: string | undefined;
  readonly clusterFile: string | undefined;
  readonly policy: Policy;
  readonly windows: OutageMode;
}

export interface Checked {
  readonly cluster: Cluster;
  readonly input: CheckInput;
  /** What the path, its risks and the checks have to say. */
  readonly findings: readonly Finding[];
  /** Codes of the checks that found nothing. */
  readonly fine: readonly string[];
}

/** The environments that an upgrade over these hops will need. */
function newEnvironments({ inventory, snapshot, hops }: CheckInput, windows: OutageMode): NewEnvironment[] {
  const ends = windows === 'one' ? hops.slice(-1) : hops;
  return ends.flatMap(({ to }) => {
    const release = currentCatalog().find(parseVersion(to));
    return inventory.components.flatMap((member) => {
      const found = snapshotOf(snapshot, member);
      if (!release || !found.plugins) return [];
      const { component, host } = member;
      const { version, python } = release;
      return [{ host, component, version, python, plugins: carriedBy(member, found, version) }];
    });
  });
}

/** Every check on the cluster as it is now, and what the rules say of the way to `to`; nothing is changed. */
export async function check({ to, clusterFile, policy, windows }: CheckRequest): Promise<Checked> {
  const target = to === undefined ? undefined : parseVersion(to);
  const cluster = await openCluster(clusterFile);
  const snapshot = await observe(cluster.readers);
  // What a run has half changed is no beginning of a way.
  const isJudged = target !== undefined && heldBy(snapshot) === undefined;
  const way = isJudged ? wayTo(currentCatalog(), snapshot, target, { policy }) : undefined;
  const hops = way?.hops ?? [];
  const input = checkInput(cluster.inventory, snapshot, { hops, windows });
  const found = runChecks(input);
  const lacking = await pluginsToBeHad(newEnvironments(input, windows), cluster.readers.host);
  const said = hops.flatMap(({ findings }) => findings);
  const ofHops = withoutSettled(passedThrough(said, { hops }, windows)).filter(isRisk);
  return {
    cluster,
    input,
    findings: [...found, ...lacking, ...(way?.findings ?? []), ...ofHops],
    fine: checks.map(({ code }) => code).filter((code) => !found.some((finding) => finding.code === code)),
  };
}
