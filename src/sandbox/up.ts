import type { ComponentName } from '../core/cluster/inventory.ts';
import { componentNamed } from '../core/components/index.ts';
import { compareVersions } from '../core/versions/compare-versions.ts';
import { parseVersion } from '../core/versions/parse-version.ts';
import { thisMachine } from '../io/hosts/this-machine.ts';
import { buildEnvironment } from '../io/python/build-environment.ts';
import type { PostgresServer } from '../io/services/postgres-server.ts';
import { BaiupError, usageError } from '../lib/errors.ts';
import type { Ingredients } from './configurations/shared.ts';
import { dockerUp } from './docker/up.ts';
import { explained } from './explained.ts';
import { type Layout, layoutOf, sandboxMarker } from './layout.ts';
import { exclusively } from './lock.ts';
import { componentsOf, declaredAt } from './members.ts';
import { prepare } from './prepare.ts';
import { reported } from './progress.ts';
import { backendOf, createRecord, loadRecord } from './record.ts';
import type { AgentBackend, SandboxInfo, SandboxOptions } from './sandbox.ts';
import { serversOf } from './servers.ts';
import { describeService, isDescribed } from './services.ts';
import { startAndWait } from './start-and-wait.ts';
import { currentVersion, describeSandbox } from './status.ts';
import { writeFiles } from './write-files.ts';

/** Older releases want a Python and a database of another time. */
const oldest = parseVersion('23.09.0');

/** Has a database of its own to be made, in the releases that have it. */
const historian: ComponentName = 'app-proxy-coordinator';

const serverPatience = { timeoutMs: 30_000 };

/**
 * Brings up a real cluster at a release, goes on where an earlier try broke off, and is done when every component
 * does real work. One that is up is left alone, whatever it has been upgraded to since.
 * @throws BaiupError `sandbox.version`, `sandbox.exists`, `sandbox.busy`, `sandbox.not-up`, and what building throws
 */
export async function sandboxUp(options: SandboxOptions): Promise<SandboxInfo> {
  const version = parseVersion(options.version);
  if (compareVersions(version, oldest) < 0) {
    throw usageError('sandbox.version', `a sandbox can be made of ${oldest} and later, not of ${version}`);
  }
  const layout = layoutOf(options.name);
  return exclusively(layout.lock, async () => {
    const known = await loadRecord(layout);
    if (known && options.agent && backendOf(known) !== options.agent)
      throw otherAgent(layout, backendOf(known));
    if (known && known.version !== version) {
      throw new BaiupError(
        'sandbox.exists',
        `sandbox "${layout.name}" exists, and was made at ${known.version}`,
        {
          hint: `baiup sandbox down --name ${layout.name}, or choose another --name`,
        },
      );
    }
    const record = known ?? (await createRecord(layout, { ...options, version }));
    const ingredients = { layout, record };
    return explained(ingredients, () => bringUp(ingredients, options));
  });
}

function otherAgent({ name }: Layout, agent: AgentBackend): BaiupError {
  return new BaiupError('sandbox.exists', `sandbox "${name}" exists, and its agent is a ${agent} agent`, {
    hint: `add --agent ${agent}, or baiup sandbox down --name ${name}, or choose another --name`,
  });
}

async function bringUp(ingredients: Ingredients, options: SandboxOptions): Promise<SandboxInfo> {
  const { signal, onProgress } = options;
  const { layout, record } = ingredients;
  await writeFiles(ingredients);
  const version = await currentVersion(ingredients);
  const cut = new AbortController();
  const either = { ...options, signal: signal ? AbortSignal.any([signal, cut.signal]) : cut.signal };
  try {
    const database = startServers(ingredients, either);
    const environments = buildAll(ingredients, version, either);
    const docker = record.docker && dockerUp(layout, record.docker, either);
    const first = [environments('manager'), environments(historian), docker] as const;
    const ready = Promise.all([database, ...first]).then(([postgres]) =>
      reported('Make database and etcd', onProgress, () => prepare(ingredients, postgres, either.signal)),
    );
    const started = new Map<ComponentName, Promise<void>>();
    for (const component of componentsOf(version, backendOf(record))) {
      const first = componentNamed(component).startAfter.map((name) => started.get(name));
      const due = Promise.all([ready, environments(component), ...first]);
      started.set(
        component,
        due.then(() => startAndWait(ingredients, component, either)),
      );
    }
    await Promise.all(started.values());
    // What only a later release has is described, so that an upgrade can start it.
    const declared = declaredAt(record.version, backendOf(record));
    await Promise.all(declared.map((component) => describeService(ingredients, component)));
  } catch (error) {
    // What else is under way must not go on after we have given up.
    cut.abort(error);
    // Whatever was cut says so in words of its own.
    signal?.throwIfAborted();
    throw error;
  }
  return describeSandbox(ingredients);
}

async function startServers(
  { layout, record }: Ingredients,
  { onProgress, signal }: SandboxOptions,
): Promise<PostgresServer> {
  const servers = serversOf(layout, record);
  const patience = { ...serverPatience, signal };
  const [postgres] = await Promise.all([
    reported('Start PostgreSQL', onProgress, async () => {
      const server = await servers.postgres();
      await server.init(signal);
      await server.start(patience);
      return server;
    }),
    reported('Start Redis', onProgress, async () => (await servers.redis()).start(patience)),
    reported('Start etcd', onProgress, async () => (await servers.etcd()).start(patience)),
  ]);
  return postgres;
}

/** All of them begin at once, in the order of the components: the manager's is needed first. */
function buildAll({ layout, record }: Ingredients, version: string, { onProgress, signal }: SandboxOptions) {
  const building = new Map<ComponentName, Promise<unknown>>(
    componentsOf(version, backendOf(record)).map((component) => [component, build(component)]),
  );
  return (component: ComponentName) => building.get(component);

  async function build(component: ComponentName): Promise<void> {
    // One that is described may run from another environment by now: an upgrade switched it.
    if (await isDescribed(layout, component)) return;
    const folder = layout.environment(component, record.version);
    const env = { [sandboxMarker]: layout.folder };
    await reported(`Build ${component} ${record.version}`, onProgress, () =>
      buildEnvironment({ ...record, host: thisMachine, component, folder, env, signal }),
    );
  }
}
