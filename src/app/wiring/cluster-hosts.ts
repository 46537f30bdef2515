import type { DeclaredHost, Inventory } from '../../core/cluster/inventory.ts';
import type { AskPassword } from '../../io/hosts/far-root.ts';
import { localHost } from '../../io/hosts/local.ts';
import type { Host, HostTurn } from '../../io/hosts/port.ts';
import { type SshHost, sshHost } from '../../io/hosts/ssh-host.ts';
import { askSecret } from '../../lib/ask-secret.ts';
import { limiter } from '../../lib/limiter.ts';
import type { Secret } from '../../lib/secret.ts';

export interface ClusterHosts {
  readonly named: (name: string) => Host;
  /** The same hosts, for one driver of a run. */
  readonly inTurn: (turn: Omit<HostTurn, 'cluster'>) => (name: string) => Host;
}

/** One password for all hosts of a command line: it is one person's. */
function passwordOnce(): AskPassword {
  let asked: Promise<Secret | undefined> | undefined;
  return (host) => {
    asked ??= askSecret(`Password for sudo (on ${host}, and on each other host that wants one):`);
    return asked;
  };
}

/** Pythons of components lie where their services run. */
const pythonIn = (folder: string): string => `${folder}/.venv/bin/python`;

type Declared = Pick<Inventory, 'cluster' | 'hosts' | 'ssh' | 'components'>;

function bySshOf({ ssh = {}, components }: Declared, password: AskPassword) {
  const { config, atOnce = 32, lostAfter } = ssh;
  const connecting = limiter(atOnce);
  return (name: string, destination: string, { port, python, sudo }: DeclaredHost): SshHost => ({
    ...{ destination, port, python, config, connecting, password, mayBeRoot: sudo ?? true },
    components: components.filter(({ host }) => host === name).map(({ workdir }) => pythonIn(workdir)),
    lostAfterMs: lostAfter === undefined ? undefined : lostAfter * 1000,
  });
}

function named(hosts: ReadonlyMap<string, Host>): (name: string) => Host {
  return (name) => {
    const host = hosts.get(name);
    if (host) return host;
    throw new Error(`no host ${name}`);
  };
}

/** The hosts of a cluster as it is declared; nothing is connected before it is needed. */
export function clusterHosts(inventory: Declared): ClusterHosts {
  const password = passwordOnce();
  const bySsh = bySshOf(inventory, password);
  const hosts = new Map<string, Host>();
  for (const [name, declared] of Object.entries(inventory.hosts)) {
    const { ssh } = declared;
    hosts.set(
      name,
      ssh === undefined ? localHost(name, password) : sshHost(name, bySsh(name, ssh, declared)),
    );
  }
  const { cluster } = inventory;
  return {
    named: named(hosts),
    inTurn: (turn) =>
      named(new Map([...hosts].map(([name, host]) => [name, host.inTurn({ ...turn, cluster })]))),
  };
}
