import { createHash } from 'node:crypto';
import { loadCatalog } from '../../core/catalog/load-catalog.ts';
import type { ApiPart } from '../../core/census/api-part.ts';
import type { Counted } from '../../core/census/census.ts';
import type { Announcement } from '../../core/cluster/announcement-keys.ts';
import type { DatabaseSession } from '../../core/cluster/database-session.ts';
import type { Inventory, Member } from '../../core/cluster/inventory.ts';
import type { LiveSession } from '../../core/cluster/live-session.ts';
import { memberNamed } from '../../core/cluster/member-named.ts';
import type { HeldPackage } from '../../core/components/plugins-among.ts';
import { compareVersions } from '../../core/versions/compare-versions.ts';
import { parseVersion } from '../../core/versions/parse-version.ts';
import type { ProofGround } from '../../core/workloads/proof-place.ts';
import type { SimulatedFiles } from '../../io/hosts/simulated-file.ts';
import { BaiupError } from '../../lib/errors.ts';
import type { Finding } from '../../lib/finding.ts';
import type { SimulatedCopy } from '../steps/simulated-aside.ts';
import { canRun } from './simulated-can-run.ts';
import { inventoryWith } from './simulated-cluster-inventory.ts';
import type { Data, SimulatedService } from './simulated-cluster-state.ts';

export const itsName = 'backend';

export const oldWebserver = '[logging.logstash]\nendpoint = "localhost:9300"\n';
export const releaseOf = (environment: string): string => environment.slice(environment.lastIndexOf('-') + 1);

const packagesOf = (environment: string): string => `${environment}/lib/python3.12/site-packages/ai`;

const headOf = (release: string): string => loadCatalog().find(parseVersion(release))?.schema.heads[0] ?? '';

/**
 * A cluster of several hosts, small enough to hold in the hand, whose programs do what real ones do: a manager ends on
 * a database or an etcd of another release, a webserver on a configuration of another, and an agent that starts without
 * its file of kernels loses them.
 */
export class SimulatedCluster {
  readonly inventory: Inventory;
  readonly services = new Map<string, SimulatedService>();
  /** By host, then by path. */
  readonly files = new Map<string, SimulatedFiles>();
  /** What environments hold, by their folders; nothing unless told. */
  readonly held = new Map<string, readonly HeldPackage[]>();
  readonly kernels = new Map<string, string[]>();
  /** Databases by their names; `backend` is the cluster's. */
  readonly databases = new Map<string, SimulatedCopy<Data>>();
  etcd: Record<string, string> = {
    'docker/registry': 'cr.example',
    'manager/status': 'running',
    volumes: 'here',
  };
  /** What users read. */
  announcement: Announcement = { single: 'hello' };
  /** Hosts, `etcd` and `database` that cannot be reached now. */
  readonly away = new Set<string>();
  /** Members that end as soon as they are started from a release: "a1 24.03.11"; resource groups where no session starts. */
  readonly broken = new Set<string>();
  /** Sessions of other programs at the database. */
  visitors: readonly DatabaseSession[] = [];
  /** What the managers' API answers to a user. */
  answered: ApiPart = {
    what: 'images',
    who: { role: 'user', domain: 'd', project: 'p' },
    accessKey: 'AK',
    rows: { python: '' },
  };
  /** Agents that managers do not hear of. */
  readonly lost = new Set<string>();
  /** Names of sessions that were started to prove something. */
  readonly proofs: string[] = [];
  /** Members that hang once they are started from a release, until they are started again. */
  readonly stuck = new Set<string>();
  /** Whether a session ends when managers are asked, and what begins in its place; all of them end unless told. */
  onEnd: (id: string, forced: boolean) => 'ends' | 'stays' | LiveSession = () => 'ends';
  /** Why the managers' API refuses us; undefined where it does not. */
  apiTrouble: BaiupError | undefined;
  /** Sessions that nobody may end, and that nobody has accepted. */
  guarded: readonly Finding[] = [];
  /** What no upgrade may do to a cluster, and was done. */
  readonly harm: string[] = [];
  /** Members that must serve at every moment, by themselves or by what stands in for them. */
  readonly mustServe = new Set<string>();
  /** What managers have written into etcd of themselves. */
  readonly registered = new Set<string>(['nodes/manager/m1']);
  /** What was started, stopped and restored, in order. */
  readonly log: string[] = [];
  /** All rows that managers ever wrote. */
  readonly written: string[] = [];

  constructor(release: string, agents: number, announces = false) {
    this.inventory = inventoryWith(agents, announces);
    const schedulable = this.inventory.components.flatMap(({ agent }) => agent?.id ?? []);
    const data = { alembic: [headOf(release)], applied: [], rows: ['of a user'] };
    this.database = { ...data, schedulable, sessions: [], replicas: 2 };
    for (const each of this.inventory.components) {
      const environment = `/lab/environments/${each.component}-${release}`;
      this.services.set(each.id, { environment, runs: environment });
      this.write(each.host, each.config, each.component === 'webserver' ? oldWebserver : '');
      this.build(each.host, environment);
      if (each.agent) this.kernels.set(each.id, [`session of ${each.id}`]);
    }
  }

  /** @throws BaiupError where no database has the name */
  get database(): Data {
    const found = this.databases.get(itsName);
    if (!found) throw new BaiupError('database.refused', `there is no database "${itsName}"`);
    return found.data;
  }

  set database(data: Data) {
    const id = this.databases.get(itsName)?.id ?? 'the first';
    this.databases.set(itsName, { id, data });
  }

  /** @throws BaiupError where it is away */
  reach(what: string): void {
    if (this.away.has(what)) throw new BaiupError('host.unreachable', `${what} does not answer`);
  }

  member = (id: string): Member => memberNamed(this.inventory, id);

  service(id: string): SimulatedService {
    const found = this.services.get(id);
    if (!found) throw new Error(`no service ${id}`);
    return found;
  }

  filesOf(host: string): SimulatedFiles {
    const files = this.files.get(host) ?? new Map();
    this.files.set(host, files);
    return files;
  }

  read = (host: string, path: string): string | undefined => this.filesOf(host).get(path)?.content;

  write(host: string, path: string, content: string): void {
    this.filesOf(host).set(path, { content });
  }

  build(host: string, environment: string): void {
    this.write(host, packagesOf(environment), '');
  }

  isBuilt = (host: string, environment: string): boolean => this.filesOf(host).has(packagesOf(environment));

  /** Whether an agent of an environment can read a file of kernels: those of a newer release it cannot. */
  canRead(host: string, environment: string, file: string): boolean {
    const kept = this.read(host, file);
    if (kept === undefined) return true;
    return compareVersions(parseVersion(JSON.parse(kept).by), parseVersion(releaseOf(environment))) <= 0;
  }

  start(id: string): void {
    const service = this.service(id);
    if (service.runs !== undefined) return;
    if (!this.#canRun(id, service.environment)) return;
    service.runs = service.environment;
    service.hangs = this.stuck.has(`${id} ${releaseOf(service.runs)}`);
    const waits = service.parked === service.runs ? [`let ${id} go on`] : [];
    this.log.push(...waits, `start ${id} ${releaseOf(service.runs)}`);
    const { host, component } = this.member(id);
    if (this.kernels.has(id)) {
      const kept = this.read(host, this.registry(id, service.runs));
      this.kernels.set(id, kept === undefined ? [] : JSON.parse(kept).kernels);
    }
    if (component === 'manager') this.registered.add(`nodes/manager/${id}`);
    if (component === 'manager') this.#row(service.runs, 'began');
  }

  stop(id: string, isOfRun = true): void {
    const service = this.service(id);
    if (service.runs === undefined) return;
    this.log.push(`stop ${id} ${releaseOf(service.runs)}`);
    const { host, component } = this.member(id);
    if (this.kernels.has(id)) {
      const kept = { by: releaseOf(service.runs), kernels: this.kernels.get(id) };
      this.write(host, this.registry(id, service.runs), JSON.stringify(kept));
    }
    const isOurs = ({ name }: LiveSession): boolean => this.proofs.includes(name);
    if (isOfRun && component === 'manager' && this.database.sessions.some(isOurs))
      this.harm.push(`stopped ${id} while a proof ran`);
    if (component === 'manager') this.registered.delete(`nodes/manager/${id}`);
    if (component === 'manager') this.#row(service.runs, 'ended');
    service.runs = undefined;
    this.#serves(id);
  }

  startStandIn(id: string, environment: string): void {
    if (!this.#canRun(id, environment)) return;
    this.service(id).standIn = environment;
    this.log.push(`let another ${id} serve at ${releaseOf(environment)}`);
  }

  /** A manager that ends takes back what another one of its host has written, too. */
  endStandIn(id: string): void {
    const service = this.service(id);
    if (service.standIn === undefined) return;
    service.standIn = undefined;
    this.registered.delete(`nodes/manager/${id}`);
    this.log.push(`end the other ${id}`);
    this.#serves(id);
  }

  #serves(id: string): void {
    const { runs, standIn } = this.service(id);
    if (this.mustServe.has(id) && runs === undefined && standIn === undefined)
      this.harm.push(`nobody serves for ${id}`);
  }

  /** Where an agent of an environment keeps its kernels, by a name that depends on its own path. */
  registry(id: string, environment: string): string {
    const source = `${environment}/lib/python3.12/site-packages/ai/backend/agent/agent.py`;
    const name = createHash('md5').update(source).digest('hex').slice(0, 12);
    return `${this.member(id).agent?.varBase}/last_registry.${name}.dat`;
  }

  /** A session of our own, which nobody but us ends. */
  beginSession(name: string): void {
    const frozen = this.etcd['manager/status'] === 'frozen' || this.database.schedulable.length === 0;
    if (frozen) this.harm.push(`${name} was asked for while nothing may begin`);
    this.proofs.push(name);
    const ours = { id: name, name, accessKey: 'AK', status: 'RUNNING', agents: [] };
    this.database.sessions = [...this.database.sessions, ours];
  }

  /** Every agent in a resource group of its own. */
  proofGround(): ProofGround {
    const ids = this.inventory.components.flatMap(({ agent }) => agent?.id ?? []);
    const agents = ids.map((id) => ({ id, group: `group of ${id}`, architecture: 'x86_64', takes: true }));
    return { groups: [], agents, architectures: ['x86_64'], most: 1 };
  }

  /** What agents offer: those that run are alive for the managers. */
  capacity(): Counted {
    const agents = this.inventory.components.flatMap(({ id, agent }) =>
      agent ? [[id, agent.id] as const] : [],
    );
    const rows = agents.map(([id, name]) => {
      const status = this.services.get(id)?.runs === undefined || this.lost.has(id) ? 'LOST' : 'ALIVE';
      return [name, { status, slots: { cpu: 4 }, plugins: [] }];
    });
    return { count: rows.length, rows: Object.fromEntries(rows) };
  }

  /** All hosts are switched off and on: whatever was stopped comes up with them. */
  restartHosts(): void {
    for (const id of this.services.keys()) this.stop(id, false);
    for (const service of this.services.values()) service.parked = undefined;
    for (const id of this.services.keys()) this.endStandIn(id);
    for (const id of this.services.keys()) this.start(id);
  }

  /** Notes what must never happen while a manager may write. */
  quiet(what: string): void {
    const running = [...this.services].filter(
      ([id, { runs }]) => runs !== undefined && this.member(id).component === 'manager',
    );
    for (const [id] of running) this.harm.push(`${what} while ${id} ran`);
  }

  /** What counts of a cluster, to compare. */
  seen() {
    return {
      runs: Object.fromEntries([...this.services].map(([id, { runs }]) => [id, runs && releaseOf(runs)])),
      standIns: [...this.services].flatMap(([id, { standIn }]) => (standIn === undefined ? [] : [id])),
      registered: [...this.registered].sort(),
      parked: [...this.services].flatMap(([id, { parked }]) => (parked === undefined ? [] : [id])),
      kernels: Object.fromEntries(this.kernels),
      webserver: this.read('h-m1', '/lab/w1.toml') === oldWebserver ? 'old' : 'new',
      alembic: this.database.alembic,
      applied: this.database.applied,
      etcd: this.etcd,
      announcement: this.announcement,
      schedulable: this.database.schedulable,
      replicas: this.database.replicas,
      proofs: this.database.sessions.filter(({ name }) => this.proofs.includes(name)),
      harm: this.harm,
    };
  }

  #row(environment: string, what: string): void {
    const row = `${releaseOf(environment)} ${what} ${this.written.length + 1}`;
    this.written.push(row);
    this.database.rows.push(row);
  }

  #canRun(id: string, environment: string): boolean {
    const release = releaseOf(environment);
    const database = this.databases.get(itsName)?.data;
    return canRun(this, { id, environment, release, head: headOf(release), database });
  }
}
