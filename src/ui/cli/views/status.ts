import type { ClusterStatus } from '../../../app/actions/status.ts';
import type { LockSnapshot } from '../../../core/cluster/lock.ts';
import type { MemberSnapshot } from '../../../core/cluster/snapshot.ts';
import { totalsWords } from '../../../core/workloads/totals-words.ts';
import { shortList } from '../../../lib/short-list.ts';
import type { Paint } from '../paint.ts';
import { clusterRunJson, clusterRunLines } from './cluster-run.ts';
import { fewOfEach, moreText } from './few-of-each.ts';
import { findingLines } from './findings.ts';
import { lockJson, otherLockLines } from './lock.ts';
import { hostLines, hostsJson } from './status-hosts.ts';

type Whole = Extract<ClusterStatus, { kind: 'whole' }>;
type Partial = Extract<ClusterStatus, { kind: 'partial' }>;

const componentsJson = (components: readonly MemberSnapshot[]): object[] =>
  components.map(({ id, component, host, version, absent, agents, active, healthy, trouble }) => ({
    id,
    component,
    host,
    version: version ?? null,
    ...(absent ? { absent } : {}),
    ...(agents ? { agents } : {}),
    active,
    healthy,
    ...(trouble ? { trouble } : {}),
  }));

const wholeLock = (lock: LockSnapshot | undefined) => (lock ? { ...lockJson(lock), life: lock.life } : null);

function partialJson({ cluster, components, hosts, lock, run, trouble }: Partial): Record<string, unknown> {
  const { code, message, hint } = trouble;
  return {
    error: { code, message, hint },
    cluster,
    components: componentsJson(components),
    hosts: hostsJson(hosts, components),
    database: null,
    workloads: null,
    run: run ? clusterRunJson(run) : null,
    lock: wholeLock(lock),
    findings: [],
  };
}

/** The contract's document. */
export function statusJson(status: ClusterStatus): Record<string, unknown> {
  if (status.kind === 'partial') return partialJson(status);
  const { snapshot, route, ownDatabases, run, findings } = status;
  return {
    cluster: snapshot.cluster,
    components: componentsJson(snapshot.components),
    hosts: hostsJson(snapshot.hosts, snapshot.components),
    database: { revisions: snapshot.revisions, route },
    ...(ownDatabases.length > 0 ? { ownDatabases } : {}),
    workloads: snapshot.workloads,
    run: run ? clusterRunJson(run) : null,
    lock: wholeLock(snapshot.lock),
    findings,
  };
}

const routeText = {
  none: 'at the head of the installed release',
  'not-at-head': 'NOT at the head of the installed release',
  unknown: 'cannot be judged: the versions of the members differ, or their release is not in the catalog',
} as const;

const absentText = { 'not-yet': 'not yet', 'no-longer': 'no longer' } as const;

function memberLines(components: readonly MemberSnapshot[], paint: Paint): string[] {
  const width = Math.max(14, ...components.map(({ component }) => component.length));
  const alike = ({ component, version, absent, healthy }: MemberSnapshot): string =>
    `${component} ${version} ${absent} ${healthy}`;
  return fewOfEach(components, alike).flatMap(({ item, more }) => {
    const { id, component, host, version, absent, agents, healthy, trouble } = item;
    const mark = !healthy ? paint('red', '✗') : absent ? '–' : paint('green', '✓');
    const shown = absent ? absentText[absent] : (version ?? 'none');
    return [
      `  ${mark} ${id.padEnd(5)} ${component.padEnd(width)} ${shown.padEnd(10)} ${host}${trouble ? `   ${trouble}` : ''}`,
      ...(agents ? [`          agents ${shortList(agents)}`] : []),
      ...(more.length > 0 ? [`    ${moreText(more.length)}`] : []),
    ];
  });
}

/** On one host by members; on several host by host. */
function whereLines(
  { hosts, components }: Pick<Whole['snapshot'], 'hosts' | 'components'>,
  paint: Paint,
): string[] {
  return hosts.length > 1 ? hostLines(hosts, components, paint) : memberLines(components, paint);
}

/** What can be told, then why the rest cannot. */
function partialText(status: Partial, paint: Paint): string {
  const { cluster, lock, isLockKnown, run, trouble } = status;
  const { code, message, hint } = trouble;
  return [
    paint('bold', cluster),
    ...whereLines(status, paint),
    ...(run ? clusterRunLines(run) : otherLockLines(lock)),
    ...(isLockKnown ? [] : ['  lock       etcd does not tell who has the cluster']),
    ...findingLines([
      { code, severity: 'blocker', subject: cluster, summary: message, ...(hint ? { hint } : {}) },
    ]),
  ].join('\n');
}

export function statusText(status: ClusterStatus, paint: Paint): string {
  return status.kind === 'partial' ? partialText(status, paint) : wholeText(status, paint);
}

function wholeText({ snapshot, route, ownDatabases, run, findings }: Whole, paint: Paint): string {
  const { revisions, workloads, cluster } = snapshot;
  return [
    paint('bold', cluster),
    ...whereLines(snapshot, paint),
    `  database   ${revisions.join(', ') || 'no revision'}, ${routeText[route]}`,
    ...ownDatabases.map(
      (own) =>
        `  of ${own.member.padEnd(7)} ${own.revisions.join(', ') || 'no revision'}, ${routeText[own.route]}`,
    ),
    `  sessions   ${totalsWords(workloads)}`,
    ...(run ? clusterRunLines(run) : otherLockLines(snapshot.lock)),
    ...findingLines(findings),
  ].join('\n');
}
