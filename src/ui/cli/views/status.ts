import type { ClusterStatus } from '../../../app/actions/status.ts';
import type { MemberSnapshot } from '../../../core/cluster/snapshot.ts';
import type { Paint } from '../paint.ts';
import { clusterRunJson, clusterRunLines } from './cluster-run.ts';
import { fewOfEach, moreText } from './few-of-each.ts';
import { findingLines } from './findings.ts';
import { lockJson, otherLockLines } from './lock.ts';

/** The contract's document. */
export function statusJson({
  snapshot,
  route,
  ownDatabases,
  run,
  findings,
}: ClusterStatus): Record<string, unknown> {
  return {
    cluster: snapshot.cluster,
    components: snapshot.components.map(
      ({ id, component, host, version, absent, active, healthy, trouble }) => ({
        id,
        component,
        host,
        version: version ?? null,
        ...(absent ? { absent } : {}),
        active,
        healthy,
        ...(trouble ? { trouble } : {}),
      }),
    ),
    database: { revisions: snapshot.revisions, route },
    ...(ownDatabases.length > 0 ? { ownDatabases } : {}),
    workloads: snapshot.workloads,
    run: run ? clusterRunJson(run) : null,
    lock: snapshot.lock ? { ...lockJson(snapshot.lock), life: snapshot.lock.life } : null,
    findings,
  };
}

const routeText = {
  none: 'at the head of the installed release',
  'not-at-head': 'NOT at the head of the installed release',
  unknown: 'cannot be judged: the versions of the members differ, or their release is not in the catalog',
} as const;

const absentText = { 'not-yet': 'not yet', 'no-longer': 'no longer' } as const;

export function statusText(status: ClusterStatus, paint: Paint): string {
  const { snapshot, route, ownDatabases, run, findings } = status;
  const { components, revisions, workloads, cluster } = snapshot;
  const width = Math.max(14, ...components.map(({ component }) => component.length));
  const alike = ({ component, version, absent, healthy }: MemberSnapshot): string =>
    `${component} ${version} ${absent} ${healthy}`;
  const members = fewOfEach(components, alike).flatMap(({ item, more }) => {
    const { id, component, host, version, absent, healthy, trouble } = item;
    const mark = !healthy ? paint('red', '✗') : absent ? '–' : paint('green', '✓');
    const shown = absent ? absentText[absent] : (version ?? 'none');
    return [
      `  ${mark} ${id.padEnd(5)} ${component.padEnd(width)} ${shown.padEnd(10)} ${host}${trouble ? `   ${trouble}` : ''}`,
      ...(more.length > 0 ? [`    ${moreText(more.length)}`] : []),
    ];
  });
  return [
    paint('bold', cluster),
    ...members,
    `  database   ${revisions.join(', ') || 'no revision'}, ${routeText[route]}`,
    ...ownDatabases.map(
      (own) =>
        `  of ${own.member.padEnd(7)} ${own.revisions.join(', ') || 'no revision'}, ${routeText[own.route]}`,
    ),
    `  sessions   ${workloads.running} running, ${workloads.inFlight} on their way, ${workloads.pending} waiting`,
    ...(run ? clusterRunLines(run) : otherLockLines(snapshot.lock)),
    ...findingLines(findings),
  ].join('\n');
}
