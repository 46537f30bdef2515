import { agentIds } from '../../../core/cluster/agent-ids.ts';
import type { Finding } from '../../../lib/finding.ts';
import type { ClusterAnswers } from './ask-cluster.ts';
import type { FoundMember } from './found.ts';
import type { DraftMember } from './found-cluster.ts';
import type { Ground } from './ground.ts';

interface Others {
  readonly others: readonly string[];
  readonly findings: readonly Finding[];
}

interface Unnamed {
  readonly subject: string;
  readonly what: string;
  readonly where: string | undefined;
}

const hostIn = (address: string | null | undefined): string | undefined => {
  const host = /^(?:\w+:\/\/)?\[?([^\]/]*?)\]?(?::\d+)?(?:\/|$)/.exec(address ?? '')?.[1];
  return host === '' ? undefined : host;
};

const ofMember = ({ host, component, obstacle = '' }: FoundMember): string =>
  `${component} on ${host}: ${obstacle}`;

function notUpgradable(found: FoundMember): Finding {
  const { host, component, service } = found;
  const by = service === undefined ? '' : ` (${'unit' in service ? service.unit : service.folder})`;
  return {
    code: 'init.not-upgradable',
    severity: 'warning',
    subject: `${component} on ${host}${by}`,
    summary: `${component} on ${host}${by} is not in the file: ${found.obstacle ?? 'what it runs from was not found'}`,
    hint:
      service === undefined
        ? 'give it a unit of systemd, then type the same command again'
        : 'docs/init.md says what baiup needs to know',
  };
}

/** Agents that the manager has and that none of the hosts has. */
function unnamedAgents(members: readonly DraftMember[], { database }: ClusterAnswers): Unnamed[] {
  if (!('agents' in database)) return [];
  const known = new Set(
    members.flatMap(({ written, found }) =>
      agentIds({ agent: written['agent'] as { id: string; varBase: string } | undefined }, found.configText),
    ),
  );
  return database.agents
    .filter(({ id }) => !known.has(id))
    .map(({ id, addr, version }) => ({
      subject: `agent ${id}`,
      what: [version, addr ? `at ${addr}` : ''].filter((each) => each).join(' '),
      where: hostIn(addr),
    }));
}

/** Storage-proxies that etcd has at an address of no host that was named. */
function unnamedProxies(
  { etcd }: ClusterAnswers,
  members: readonly DraftMember[],
  ground: Ground,
): Unnamed[] {
  if (!('storageProxies' in etcd)) return [];
  const found = members.filter(({ written }) => written.component === 'storage-proxy');
  const all = Object.entries(etcd.storageProxies);
  if (found.length >= all.length) return [];
  const known = new Set(found.flatMap(({ written: { host } }) => [host, ground.addressOf(host)]));
  return all
    .map(([name, url]) => ({ subject: `storage-proxy ${name}`, what: `at ${url}`, where: hostIn(url) }))
    .filter(({ where }) => where !== undefined && !known.has(where));
}

function unnamedFinding({ subject, what, where }: Unnamed): Finding {
  return {
    code: 'init.unnamed',
    severity: 'warning',
    subject,
    summary: `the cluster knows ${subject}${what === '' ? '' : ` (${what})`}, and none of the hosts has it`,
    hint: `baiup init --host USER@${where ?? 'HOST'} adds it`,
  };
}

/** What belongs to the cluster and is no member of the file. */
export function draftOthers(
  members: readonly DraftMember[],
  answers: ClusterAnswers,
  ground: Ground,
): Others {
  const written = new Set(members.map(({ found }) => found));
  const left = ground.found.filter((each) => !written.has(each));
  const unnamed = [...unnamedAgents(members, answers), ...unnamedProxies(answers, members, ground)];
  const managers = 'managers' in answers.etcd ? answers.etcd.managers : [];
  const found = ground.found.filter(({ component }) => component === 'manager').length;
  const more: Finding[] =
    managers.length > found
      ? [
          {
            code: 'init.unnamed',
            severity: 'warning',
            subject: 'managers',
            summary: `etcd knows ${managers.length} managers (${managers.join(', ')}), and ${found} ${found === 1 ? 'was' : 'were'} found`,
            hint: 'baiup init --host USER@HOST adds another one',
          },
        ]
      : [];
  return {
    others: [
      ...left.map(ofMember),
      ...unnamed.map(
        ({ subject, what, where }) => `${subject} ${what}: baiup init --host USER@${where ?? 'HOST'} adds it`,
      ),
    ],
    findings: [...left.map(notUpgradable), ...more, ...unnamed.map(unnamedFinding)],
  };
}
