import type { Inventory, Member } from '../../core/cluster/inventory.ts';
import { onHost } from '../../core/cluster/on-host.ts';
import { componentNamed } from '../../core/components/index.ts';
import { defaultLimits } from '../../core/plan/limits.ts';
import type { RunEvent } from '../../core/run/event.ts';
import { lostByGoingBack } from '../../core/run/lost-by-going-back.ts';
import { reduceRun } from '../../core/run/reduce.ts';
import type { RunRecord } from '../../io/journal/port.ts';
import { atMost } from '../../lib/at-most.ts';
import { BaiupError, exitCode, messageOf } from '../../lib/errors.ts';
import type { Finding } from '../../lib/finding.ts';
import { shortList } from '../../lib/short-list.ts';
import type { Cluster } from '../wiring/open-cluster.ts';
import { positionOf } from './position.ts';

const code = 'host.unreachable';

/** What a run is about to do. */
type Intent = 'rollback' | 'resume';

interface Away {
  readonly name: string;
  readonly why: string;
  readonly hint: string | undefined;
}

/** Hosts with something of the run: its members, its dumps, a way to a server. */
function hostsOf({ hosts, components, database, etcd, api }: Inventory): string[] {
  const own = components.flatMap(({ database: its }) => [its?.tools, its?.via]);
  const used = new Set([
    ...components.map(({ host }) => host),
    ...[database.tools, database.via, etcd.via, api.via, ...own],
  ]);
  return Object.keys(hosts).filter((name) => used.has(name));
}

async function lookFor(names: readonly string[], { readers }: Pick<Cluster, 'readers'>): Promise<Away[]> {
  const found = await atMost(defaultLimits.inAll, names, async (name): Promise<Away | undefined> => {
    try {
      await readers.host(name).facts();
      return undefined;
    } catch (error) {
      return { name, why: messageOf(error), hint: error instanceof BaiupError ? error.hint : undefined };
    }
  });
  return found.filter((each) => each !== undefined);
}

/** What it means for a run that a host does not answer. */
function meaningOf(name: string, { components, database }: Inventory, restores: boolean): string[] {
  const members = onHost(components, name);
  const ids = (of: readonly Member[]): string => shortList(of.map(({ id }) => id));
  const writers = members.filter(({ component }) => componentNamed(component).writes.includes('database'));
  return [
    ...(members.length > 0 ? [`nothing can be stopped, switched or started on it: ${ids(members)}`] : []),
    ...(restores && writers.length > 0
      ? [
          `the database is not restored while ${ids(writers)} may write to it, so what needs the database stays DOWN until ${name} answers`,
        ]
      : []),
    ...(database.tools === name ? ['the database can be neither dumped nor restored'] : []),
  ];
}

function refused(findings: readonly Finding[], run: string, what: Intent): BaiupError {
  const names = shortList(findings.map(({ subject }) => subject));
  const [does, they, them] =
    findings.length === 1 ? ['does', 'it answers', 'it'] : ['do', 'they answer', 'them'];
  const without = `To go back without ${them}: baiup rollback ${run} --accept ${code}`;
  return new BaiupError('run.hosts-away', `${names} ${does} not answer`, {
    exit: exitCode.refused,
    findings,
    left: 'nothing was changed now',
    hint: `once ${they}: baiup ${what} ${run}${what === 'rollback' ? `. ${without}` : ''}`,
  });
}

/** Whether it is too late to ask: services are stopped, or it goes back already. */
function isUnderWay(events: readonly RunEvent[], what: Intent): boolean {
  const { undoing, hasStopped } = positionOf(events);
  return undoing !== undefined || (what === 'resume' && hasStopped);
}

/**
 * Looks for the hosts of a run before it stops anything. Going back can do without some, once that is accepted.
 * @throws BaiupError `run.hosts-away` (exit 2)
 */
export async function refuseHostsAway(
  cluster: Pick<Cluster, 'inventory' | 'readers'>,
  record: RunRecord,
  what: Intent,
  accept: readonly string[] = [],
): Promise<void> {
  const events = await record.events();
  if (accept.includes(code) || isUnderWay(events, what)) return;
  const { inventory } = cluster;
  const away = await lookFor(hostsOf(inventory), cluster);
  if (away.length === 0) return;
  const view = what === 'rollback' ? reduceRun(events) : undefined;
  const restores = view !== undefined && lostByGoingBack(record.plan, view).restores;
  const findings = away.map(({ name, why, hint }): Finding => {
    const summary = [why, ...meaningOf(name, inventory, restores)].join('; ');
    return { code, severity: 'blocker', subject: name, summary, ...(hint === undefined ? {} : { hint }) };
  });
  throw refused(findings, record.name, what);
}
