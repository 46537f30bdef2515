import type { DeclaredHost, Inventory } from '../../core/cluster/inventory.ts';
import { namedHosts } from '../../core/cluster/named-host.ts';
import { lookAt } from '../../io/hosts/host-look.ts';
import { machineLook } from '../../io/hosts/machine-look.ts';
import type { HostReader } from '../../io/hosts/port.ts';
import { sshConfigCommand, sshSetting } from '../../io/hosts/ssh-command.ts';
import { thisMachine } from '../../io/hosts/this-machine.ts';
import { atMost } from '../../lib/at-most.ts';
import { BaiupError, usageError } from '../../lib/errors.ts';
import type { Finding } from '../../lib/finding.ts';
import { readClusterText } from '../discovery/cluster-text.ts';
import { parseInventory } from '../discovery/load-inventory.ts';
import { readerWithRoot } from '../discovery/reader-with-root.ts';
import { type Change, lookedAgain } from '../discovery/survey/again.ts';
import { clusterText } from '../discovery/survey/cluster-document.ts';
import { draftCluster } from '../discovery/survey/draft-cluster.ts';
import type { FoundMember } from '../discovery/survey/found.ts';
import type { DraftCluster } from '../discovery/survey/found-cluster.ts';
import { surveyHost } from '../discovery/survey/survey-host.ts';
import { type ClusterHosts, clusterHosts } from '../wiring/cluster-hosts.ts';

export interface InitRequest {
  /** As they are typed; those of the file are looked at too. */
  readonly hosts: readonly string[];
  /** The cluster file; absolute. */
  readonly file: string;
  readonly sshConfig?: string | undefined;
  readonly name?: string | undefined;
  /** Of the operator's key pair. */
  readonly accessKey?: string | undefined;
  readonly onHost: (host: string, found: readonly FoundMember[] | BaiupError | undefined) => void;
}

export interface InitAnswer {
  readonly draft: DraftCluster;
  /** Undefined where there was no file before. */
  readonly changes: readonly Change[] | undefined;
  /** The whole file as it should be. */
  readonly text: string;
  /** Whether that is another text than before. */
  readonly isNew: boolean;
  readonly findings: readonly Finding[];
}

/** So many hosts are looked at together. */
const atOnce = 64;

type Hosts = Readonly<Record<string, DeclaredHost>>;

/** The hosts of the file and those that are named: a manager among them tells of all others. */
function hostsOf({ hosts }: InitRequest, before: Inventory | undefined): Hosts {
  const known = new Map(Object.entries(before?.hosts ?? {}));
  const named = namedHosts(hosts, known);
  if (named.length === 0 && known.size === 0)
    throw usageError(
      'init.no-host',
      'no host is named, and there is no cluster file yet',
      'baiup init --host USER@HOST, once for each host',
    );
  return Object.fromEntries([...known, ...named.map(({ name, declared }) => [name, declared] as const)]);
}

function unreached(host: string, { code, message, hint }: BaiupError): Finding {
  return {
    code: 'init.host-not-seen',
    severity: 'warning',
    subject: host,
    summary: `nothing is known of ${host}: ${message}`,
    hint,
    detail: code,
  };
}

/** By which two names of one machine are known; undefined where it does not tell, or does not answer. */
const machineOf = (host: HostReader): Promise<string | undefined> =>
  lookAt(host, { machine: machineLook }, 60_000).then(
    ({ machine }) => machine,
    () => undefined,
  );

const isTwice = (name: string, first: string): Finding => ({
  code: 'init.host-twice',
  severity: 'warning',
  subject: name,
  summary: `${name} and ${first} are one machine: what is on it is written for ${first} alone`,
});

interface Seen {
  readonly found: readonly FoundMember[];
  readonly findings: readonly Finding[];
  readonly looked: readonly string[];
  /** Further names of hosts that were looked at. */
  readonly twice: readonly string[];
}

/** What each host has; one that cannot be reached is told of, and keeps nobody from the others. */
async function look(
  named: ClusterHosts['named'],
  hosts: readonly string[],
  onHost: InitRequest['onHost'],
): Promise<Seen> {
  const machines = await atMost(atOnce, hosts, (name) => machineOf(named(name)));
  const twice = hosts.flatMap((name, at) => {
    const first = hosts[machines.indexOf(machines[at])];
    return machines[at] === undefined || first === undefined || first === name ? [] : [{ name, first }];
  });
  const others = hosts.filter((name) => !twice.some((each) => each.name === name));
  const all = await atMost(atOnce, others, async (name) => {
    onHost(name, undefined);
    try {
      const host = named(name);
      await host.facts();
      const found = await surveyHost(readerWithRoot(host));
      onHost(name, found);
      return { name, found };
    } catch (error) {
      if (!(error instanceof BaiupError)) throw error;
      onHost(name, error);
      return { name, error };
    }
  });
  const [first] = all.flatMap(({ error }) => error ?? []);
  if (first && all.every(({ error }) => error)) throw first;
  return {
    found: all.flatMap(({ found = [] }) => found),
    findings: [
      ...all.flatMap(({ name, error }) => (error ? [unreached(name, error)] : [])),
      ...twice.map(({ name, first }) => isTwice(name, first)),
    ],
    twice: twice.map(({ name }) => name),
    looked: all.flatMap(({ name, error }) => (error ? [] : [name])),
  };
}

/** Where ssh connects to for each host: an alias is the operator's own name for it. */
async function addressesOf(hosts: Hosts, names: readonly string[], config: string | undefined) {
  const each = await atMost(atOnce, names, async (name) => {
    const { ssh, port } = hosts[name] ?? {};
    if (ssh === undefined) return [name, '127.0.0.1'] as const;
    const argv = sshConfigCommand({ destination: ssh, port, config });
    const asked = await thisMachine.ask({ argv, timeoutMs: 10_000 });
    return [name, sshSetting(asked.stdout, 'hostname') ?? ssh.replace(/^.*@/, '')] as const;
  });
  return new Map(each);
}

/**
 * Finds a cluster on its hosts, and says what its file should be; nothing is written.
 * @throws BaiupError `init.*`, `cluster.file-*`; `host.*` where no host could be reached
 */
export async function init(request: InitRequest): Promise<InitAnswer> {
  const { file, sshConfig, onHost, accessKey, name } = request;
  const before = await readClusterText(file);
  const inventory = before && parseInventory(file, before.text);
  const hosts = hostsOf(request, inventory);
  const ssh = inventory?.ssh ?? (sshConfig === undefined ? undefined : { config: sshConfig });
  const { named } = clusterHosts({ cluster: 'init', hosts, components: [], ...(ssh ? { ssh } : {}) });
  const seen = await look(named, Object.keys(hosts), onHost);
  const once = Object.fromEntries(
    Object.entries(hosts).filter(([name]) => name in (inventory?.hosts ?? {}) || !seen.twice.includes(name)),
  );
  const addresses = await addressesOf(hosts, seen.looked, ssh?.config);
  const ground = {
    ...{
      found: seen.found,
      looked: seen.looked,
      hosts: once,
      host: named,
      accessKey,
      ...(ssh ? { ssh } : {}),
    },
    addressOf: (host: string) => addresses.get(host) ?? host,
    name: name ?? inventory?.cluster,
    reader: (host: string) => readerWithRoot(named(host)),
    accepts: (address: { host: string; port: number }) =>
      thisMachine.accepts(address, 3_000).catch(() => false),
  };
  const draft = await draftCluster(ground);
  const findings = [...seen.findings, ...draft.findings];
  if (!before || !inventory)
    return { draft, findings, changes: undefined, text: clusterText(draft), isNew: true };
  const { text, changes, members } = lookedAgain(before.text, inventory, draft, seen.looked);
  return { draft: { ...draft, members }, findings, changes, text, isNew: text !== before.text };
}
