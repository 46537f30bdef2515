import { heldBy } from '../../core/cluster/lock.ts';
import { carriedBy } from '../../core/components/carried-by.ts';
import { isRisk } from '../../core/path/is-risk.ts';
import type { Policy } from '../../core/path/path.ts';
import { withoutSettled } from '../../core/path/without-settled.ts';
import type { OutageMode } from '../../core/plan/plan.ts';
import { parseVersion } from '../../core/versions/parse-version.ts';
import type { Version } from '../../core/versions/version.ts';
import type { Intended } from '../../core/workloads/fate.ts';
import { currentCatalog } from '../../io/index/current-catalog.ts';
import type { Finding } from '../../lib/finding.ts';
import type { CheckInput } from '../checks/check.ts';
import { checks, runChecks } from '../checks/index.ts';
import { checkInput } from '../checks/judge.ts';
import { type Affected, affected } from '../discovery/affected.ts';
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
  /** What the upgrade is to do with sessions. */
  readonly intended: Intended;
}

export interface Checked {
  readonly cluster: Cluster;
  readonly input: CheckInput;
  /** What the path, its risks and the checks have to say. */
  readonly findings: readonly Finding[];
  /** Codes of the checks that found nothing. */
  readonly fine: readonly string[];
  /** What becomes of sessions; undefined where no way is judged. */
  readonly affected: Affected | undefined;
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
      return [{ host, component, version, python, plugins: carriedBy(member, found, version) ?? [] }];
    });
  });
}

/** Every check on the cluster as it is now, and what the rules say of the way to `to`; nothing is changed. */
export async function check({ clusterFile, ...request }: CheckRequest): Promise<Checked> {
  const to = request.to === undefined ? undefined : parseVersion(request.to);
  const cluster = await openCluster(clusterFile);
  return { cluster, ...(await checkOn(cluster, { ...request, to })) };
}

/** The same for a cluster that is open. */
export async function checkOn(
  { readers }: Pick<Cluster, 'readers'>,
  {
    to,
    policy,
    windows,
    intended,
  }: Omit<CheckRequest, 'to' | 'clusterFile'> & { readonly to: Version | undefined },
): Promise<Omit<Checked, 'cluster'>> {
  const snapshot = await observe(readers);
  // What a run has half changed is no beginning of a way.
  const isJudged = to !== undefined && heldBy(snapshot) === undefined;
  const way = isJudged ? wayTo(currentCatalog(), snapshot, to, { policy }) : undefined;
  const hops = way?.hops ?? [];
  const input = checkInput(readers.inventory, snapshot, { hops, windows, drain: intended.drain });
  const found = runChecks(input);
  const lacking = await pluginsToBeHad(newEnvironments(input, windows), readers.host);
  const said = hops.flatMap(({ findings }) => findings);
  const ofHops = withoutSettled(passedThrough(said, { hops }, windows)).filter(isRisk);
  return {
    input,
    findings: [...found, ...lacking, ...(way?.findings ?? []), ...ofHops],
    affected: hops.length > 0 ? await affected(readers, intended) : undefined,
    fine: checks.map(({ code }) => code).filter((code) => !found.some((finding) => finding.code === code)),
  };
}
