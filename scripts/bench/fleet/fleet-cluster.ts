import { setTimeout as delay } from 'node:timers/promises';
import { questions } from '../../../src/app/checks/index.ts';
import { memberAsker } from '../../../src/app/discovery/ask-members.ts';
import { releaseOf, SimulatedCluster } from '../../../src/app/engine/simulated-cluster.ts';
import { simulatedClusterContext } from '../../../src/app/engine/simulated-cluster-context.ts';
import type { StepContext } from '../../../src/app/steps/context.ts';
import { noStrangers } from '../../../src/app/steps/no-strangers.ts';
import type { Cluster } from '../../../src/app/wiring/open-cluster.ts';
import { clockLook } from '../../../src/io/hosts/clock-look.ts';
import type { Host } from '../../../src/io/hosts/port.ts';
import { roomLook } from '../../../src/io/hosts/room-look.ts';
import { simulatedShell } from '../../../src/io/hosts/simulated-shell.ts';
import type { Service } from '../../../src/io/services/port.ts';
import { askTogether } from '../../../src/lib/ask-together.ts';
import type { Command, CommandResult } from '../../../src/lib/command.ts';
import { secret } from '../../../src/lib/secret.ts';
import { onHost, takes } from './takes.ts';

const taking = (seconds: number): Promise<void> => delay(seconds * 1000);
const address = { host: '', port: 0, name: '', user: '', password: secret('') };
const keypair = { accessKey: '', secretKey: secret('') };

/** What a folder of a simulated environment holds: it says so itself. */
function packagesIn(folder: string): string[] | undefined {
  const [, component = '', release, below] = /\/environments\/(.+)-([\d.]+)\/lib(.*)$/.exec(folder) ?? [];
  if (release === undefined) return undefined;
  return below === ''
    ? ['python3.12']
    : [`backend.ai_${component.replaceAll('-', '_')}-${release}.dist-info`];
}

/** The metadata of what such a folder holds. */
function metadataIn(path: string): Uint8Array | undefined {
  const [, version] = /-([\d.]+)\.dist-info\/METADATA$/.exec(path) ?? [];
  return version === undefined ? undefined : new TextEncoder().encode(`Version: ${version}\n`);
}

/** What an environment's Python says of what it holds: nothing beside its release. */
const holdsNothing: CommandResult = {
  exitCode: 0,
  stdout: '{"packages": [], "strays": [], "changed": []}',
  stderr: '',
  durationMs: 0,
};

/** What a host says when it is looked at: nothing is wrong there. */
function lookAnswer(script: string): string {
  if (script === clockLook.script) return `${Date.now() / 1000}\n`;
  if (script === roomLook([]).script) return '/lab/environments\n1000000000 10% /\n1000000 900000\n';
  if (script.includes('python')) return '3.12.3\t/usr/bin/python3.12\tlinux-x86_64 glibc\n';
  return script.startsWith('hostname') ? '10.0.0.7\n' : '';
}

async function lookedAt({ argv }: Command): Promise<CommandResult> {
  let stdout = '';
  const print = (text: string): void => {
    stdout += text;
  };
  const exitCode = await simulatedShell(lookAnswer)({ argv, print });
  return { exitCode, stdout, stderr: '', durationMs: 0 };
}

/** A door whose verbs are made when they are wanted: those of ten thousand at once would count as baiup's memory. */
function lazily<T extends object>(verb: (name: keyof T) => T[keyof T]): T {
  return new Proxy({} as T, { get: (_door, name) => verb(name as keyof T) });
}

/** A simulated cluster whose hosts, services and programs take their time. */
class Fleet {
  readonly cluster: SimulatedCluster;
  /** When members were started last, in milliseconds; those that run from the beginning are left out. */
  readonly #launched = new Map<string, number>();
  readonly #context: StepContext;

  constructor(release: string, agents: number) {
    this.cluster = new SimulatedCluster(release, agents);
    this.#context = this.#untimed('');
  }

  #untimed = (runFolder: string): StepContext =>
    simulatedClusterContext(this.cluster, { instant: async () => undefined }, runFolder);

  #answers(id: string): boolean {
    const { runs } = this.cluster.service(id);
    const since = performance.now() - (this.#launched.get(id) ?? Number.NEGATIVE_INFINITY);
    return runs !== undefined && since >= onHost(takes.answer, this.cluster.member(id).host) * 1000;
  }

  #release = (id: string): string => releaseOf(this.cluster.service(id).runs ?? '');

  host = (name: string): Host =>
    lazily((verb) => this.#hostVerbs(name)[verb] ?? this.#context.host(name)[verb]);

  #hostVerbs(name: string): Partial<Host> {
    const host = this.#context.host(name);
    return {
      list: async (folder) => packagesIn(folder) ?? host.list(folder),
      readPart: async (path, ...part) => metadataIn(path) ?? host.readPart(path, ...part),
      ask: async (command) => {
        if (command.argv[0] === 'sh') return lookedAt(command);
        return command.argv[1] === '-I' ? holdsNothing : host.ask(command);
      },
      accepts: () => taking(0.001).then(() => true),
    };
  }

  service = (id: string): Service =>
    lazily((verb) => this.#serviceVerbs(id)[verb] ?? this.#context.service(id)[verb]);

  #serviceVerbs(id: string): Partial<Service> {
    return {
      start: async () => {
        await taking(onHost(takes.launch, this.cluster.member(id).host));
        this.#launched.set(id, performance.now());
        return this.#context.service(id).start();
      },
      stop: async (...how) => {
        await taking(onHost(takes.stop, this.cluster.member(id).host));
        return this.#context.service(id).stop(...how);
      },
    };
  }

  get database(): StepContext['database'] {
    const { database } = this.#context;
    return {
      ...database,
      // All agents are of one resource group: on each group a session is started, and a few at once.
      proofGround: async (...how) => {
        const ground = await database.proofGround(...how);
        const group = this.cluster.inventory.proof.scalingGroup;
        return { ...ground, agents: ground.agents.map((agent) => ({ ...agent, group })) };
      },
      agent: askTogether(async (ids) => {
        await taking(0.005);
        const row = (agent: string) => {
          const id = agent.replace('i-', '');
          return { status: this.#answers(id) ? 'ALIVE' : 'LOST', version: this.#release(id) };
        };
        return new Map(ids.map((id) => [id, row(id)]));
      }),
      aside: (purpose) => {
        const door = database.aside(purpose);
        return { ...door, copy: () => taking(takes.copy).then(door.copy) };
      },
      dump: async (...how) => {
        await taking(takes.dump);
        return database.dump(...how);
      },
    };
  }

  /** Agents are asked as they are in truth; the few others say at once what they would say over HTTP. */
  asker(database: StepContext['database']): StepContext['askMember'] {
    const { inventory } = this.cluster;
    const askAgent = memberAsker({ inventory, host: this.host, service: this.service, database, keypair });
    return async (id, timeoutMs) =>
      this.cluster.member(id).agent
        ? askAgent(id, timeoutMs)
        : { version: this.#release(id), healthy: this.#answers(id) };
  }

  context(runFolder: string, doors: Partial<StepContext>): StepContext {
    const context = this.#untimed(runFolder);
    return {
      ...context,
      ...doors,
      startMigrator: async (...how) => {
        await taking(takes.warm);
        const migrator = await context.startMigrator(...how);
        return { ...migrator, go: (cut) => taking(takes.migrate).then(() => migrator.go(cut)) };
      },
      freshSchema: (...how) => taking(takes.freshSchema).then(() => context.freshSchema(...how)),
      buildEnvironment: (request, ...how) =>
        taking(onHost(takes.build, request.host)).then(() => context.buildEnvironment(request, ...how)),
      proveSession: (...how) => taking(takes.session).then(() => context.proveSession(...how)),
    };
  }
}

/** So many agents, each on a host of its own, with everything that a command needs to plan and to apply. */
export function fleetCluster(agents: number, release: string): Cluster {
  const fleet = new Fleet(release, agents);
  const { inventory } = fleet.cluster;
  const { host, service, database } = fleet;
  const askMember = fleet.asker(database);
  const { configStore, ownDatabase } = fleet.context('', {});
  return {
    file: 'cluster.yaml',
    inventory,
    hooks: [],
    here: host('local'),
    address,
    ownAddress: () => address,
    store: {} as Cluster['store'],
    readers: {
      inventory,
      workloads: {
        tasks: async () => [],
        uploads: async () => [],
      } as unknown as Cluster['readers']['workloads'],
      openFiles: [],
      lock: async () => undefined,
      namespaces: async () => [],
      unfinished: async () => undefined,
      behind: async () => [],
      storeBeside: async () => undefined,
      host,
      asRoot: host,
      noRoot: async () => undefined,
      now: Date.now,
      servers: async () => ({}),
      service,
      strangers: noStrangers,
      database,
      ownDatabase,
      questions,
      configStore,
      askMember,
      freeBytes: async () => 1e12,
      pythonsHere: async () => [],
      dumpRooms: async () => [],
      apiTrouble: async () => undefined,
      apiRole: async () => undefined,
    },
    lock: {
      find: async () => undefined,
      hold: async () => ({
        turn: { series: 'bench', number: 1 },
        lost: () => undefined,
        look: async () => undefined,
        free: async () => undefined,
        leave: async () => undefined,
      }),
    },
    dropLeftovers: async () => undefined,
    stepContext: ({ folder }) => fleet.context(folder, { host, service, database, askMember }),
  };
}
