import { useContext } from 'preact/hooks';
import type { Finding } from '../../src/lib/finding.ts';
import { pathTo } from '../live/route.ts';
import { clusterCells, type StatusHost, type StatusMember, skewOf } from '../parts/cluster-cells.ts';
import { Findings } from '../parts/findings.tsx';
import { HostsMap } from '../parts/hosts-map.tsx';
import { Mark } from '../parts/mark.tsx';
import { Moment } from '../parts/moment.tsx';
import { firstNames } from '../parts/plural.ts';
import { Go } from './link.ts';
import { TroubleNote } from './trouble-note.tsx';
import { useAnswer } from './use-answer.ts';

interface Status {
  readonly cluster: string;
  readonly components: readonly StatusMember[];
  readonly hosts: readonly StatusHost[];
  readonly database: { readonly revisions: readonly string[]; readonly route: string } | null;
  readonly workloads: Readonly<Record<string, unknown>> | null;
  readonly findings: readonly Finding[];
  readonly error?: { readonly code: string; readonly message: string; readonly hint?: string };
}

interface ClusterAnswer {
  readonly at: string;
  readonly status: Status;
}

/** Up to so many members are listed at once. */
const mostMembers = 24;

const routeText: Readonly<Record<string, string>> = {
  none: 'at the head of the installed release',
  'not-at-head': 'NOT at the head of the installed release',
  unknown: 'cannot be judged: versions differ, or their release is not in the catalog',
};

function Versions({ members }: { readonly members: readonly StatusMember[] }) {
  const [most, ...others] = skewOf(members);
  if (!most) return null;
  return (
    <>
      <dd class="value">{most[0]}</dd>
      <dd class="note">
        {others.length === 0
          ? `on all ${most[1].length} members`
          : others
              .map(([version, those]) => `${version} on ${firstNames(those.map(({ id }) => id))}`)
              .join('; ')}
      </dd>
    </>
  );
}

function Overview({ status }: { readonly status: Status }) {
  const { hosts, database, workloads } = status;
  const components = status.components.filter(({ absent }) => absent === undefined);
  const sick = components.filter(({ healthy }) => !healthy).length;
  const away = hosts.filter(({ answers }) => !answers).length;
  const sessions =
    workloads && typeof workloads['running'] === 'number' ? String(workloads['running']) : undefined;
  const skewed = skewOf(components).length > 1;
  return (
    <dl class="figures">
      <div class={`figure ${skewed ? 'needs' : ''}`}>
        <dt>Version</dt>
        <Versions members={components} />
      </div>
      <div class={`figure ${sick > 0 ? 'bad' : ''}`}>
        <dt>Members</dt>
        <dd class="value">
          {components.length - sick} of {components.length}
        </dd>
        <dd class="note">
          {sick === 0 ? 'are healthy' : `are healthy; ${sick} ${sick === 1 ? 'is' : 'are'} not`}
        </dd>
      </div>
      <div class={`figure ${away > 0 ? 'bad' : ''}`}>
        <dt>Hosts</dt>
        <dd class="value">
          {hosts.length - away} of {hosts.length}
        </dd>
        <dd class="note">answer</dd>
      </div>
      {database ? (
        <div class={`figure ${database.route === 'none' ? '' : 'needs'}`}>
          <dt>Database</dt>
          <dd class="value mono">{firstNames(database.revisions, 2) || 'no revision'}</dd>
          <dd class="note">{routeText[database.route] ?? database.route}</dd>
        </div>
      ) : null}
      {sessions === undefined ? null : (
        <div class="figure">
          <dt>Sessions</dt>
          <dd class="value">{sessions}</dd>
          <dd class="note">run</dd>
        </div>
      )}
    </dl>
  );
}

/** Members with their versions and health. */
function Members({ members }: { readonly members: readonly StatusMember[] }) {
  return (
    <table>
      <thead>
        <tr>
          <th scope="col">Member</th>
          <th scope="col">Component</th>
          <th scope="col">Version</th>
          <th scope="col">Health</th>
        </tr>
      </thead>
      <tbody>
        {members.map(({ id, component, version, healthy, trouble, absent }) => (
          <tr key={id}>
            <th scope="row">{id}</th>
            <td>{component}</td>
            <td class="mono">{absent === undefined ? (version ?? 'none') : absent.replace('-', ' ')}</td>
            <td>
              <Mark of={healthy ? 'done' : 'failed'} />
              {healthy ? 'healthy' : (trouble ?? 'does not answer')}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function HostDetail({ status, host }: { readonly status: Status; readonly host: string }) {
  const found = status.hosts.find((each) => each.host === host);
  const members = status.components.filter((each) => each.host === host);
  return (
    <section class="panel" aria-label={`Host ${host}`}>
      <h2>Host {host}</h2>
      {found ? null : <p>The cluster has no such host.</p>}
      {found?.answers === false ? <p class="bad">✗ It does not answer: {found.trouble}</p> : null}
      {found?.clockAhead ? (
        <p class="quiet">Its clock is {found.clockAhead.toFixed(1)} s ahead of ours.</p>
      ) : null}
      <Members members={members} />
      <p>
        <a href="/cluster">All hosts</a>
      </p>
    </section>
  );
}

/** The cluster as it is: versions, health, what differs, and what the checks have to say. */
export function ClusterPage({ host }: { readonly host?: string }) {
  const go = useContext(Go);
  const { answer, trouble, isAsking, again } = useAnswer<ClusterAnswer>('/api/cluster');
  const status = answer?.status;
  return (
    <>
      <header class="page-head">
        <h1>{status?.cluster ?? 'Cluster'}</h1>
        <p class="quiet">
          {answer ? (
            <>
              As it was at <Moment at={answer.at} />
            </>
          ) : isAsking ? (
            'Reading the cluster…'
          ) : (
            ''
          )}{' '}
          <button
            type="button"
            class="small"
            disabled={isAsking}
            onClick={() => again('/api/cluster?fresh=1')}
          >
            {isAsking ? 'Reading…' : 'Read again'}
          </button>
        </p>
      </header>
      {trouble ? <TroubleNote trouble={trouble} /> : null}
      {status?.error ? <TroubleNote trouble={status.error} /> : null}
      {status ? (
        <>
          <Overview status={status} />
          {host === undefined ? null : <HostDetail status={status} host={host} />}
          <section class="panel" aria-label="Hosts">
            <h2>Hosts</h2>
            {status.components.length <= mostMembers ? <Members members={status.components} /> : null}
            <HostsMap
              words={{ done: 'as it should be', failed: 'in trouble', postponed: 'of another version' }}
              groups={clusterCells(status.hosts, status.components)}
              hrefOf={pathTo.clusterHost}
              onOpen={(name) => go(pathTo.clusterHost(name))}
            />
          </section>
          {status.findings.length > 0 ? (
            <section class="panel" aria-label="Findings">
              <h2>Findings</h2>
              <Findings findings={status.findings} />
            </section>
          ) : null}
        </>
      ) : null}
    </>
  );
}
