import { join } from 'node:path';
import { environmentsOn } from '../../core/cluster/environments-on.ts';
import type { Inventory } from '../../core/cluster/inventory.ts';
import { memberNamed } from '../../core/cluster/member-named.ts';
import { componentNamed } from '../../core/components/index.ts';
import type { LockMark } from '../../io/configstore/lock.ts';
import { asideDoor } from '../../io/database/aside/aside-door.ts';
import type { DatabaseAddress } from '../../io/database/database.ts';
import { withDatabase } from '../../io/database/database.ts';
import { makeFreshSchema } from '../../io/database/fresh-schema.ts';
import { introspect } from '../../io/database/introspect.ts';
import { readLiveSessions } from '../../io/database/live-sessions.ts';
import { type MigratorOptions, startMigrator } from '../../io/database/migrator.ts';
import type { MigratorProcessOptions } from '../../io/database/migrator-process.ts';
import { readKeysAgain, readSampleKeys } from '../../io/database/sample-keys.ts';
import { createScratch, dropScratch } from '../../io/database/scratch.ts';
import { atLowPriority } from '../../io/hosts/low-priority.ts';
import { mirroredFolder } from '../../io/hosts/mirrored-folder.ts';
import { perHost } from '../../io/hosts/per-host.ts';
import { buildEnvironment, environmentStands } from '../../io/python/build-environment.ts';
import { requirePlugins } from '../../io/python/check-plugins.ts';
import { readHeld } from '../../io/python/read-held.ts';
import { refuseConfiguration } from '../../io/python/refuse-configuration.ts';
import type { WheelSupply } from '../../io/python/wheelhouse/wheel-supply.ts';
import type { ServiceProgram } from '../../io/services/port.ts';
import { askCensus } from '../../io/workloads/api/ask-census.ts';
import { endSessions } from '../../io/workloads/end-sessions.ts';
import { managerApi } from '../../io/workloads/manager-api.ts';
import type { ApiOptions } from '../../io/workloads/manager-call.ts';
import { proveSession } from '../../io/workloads/prove-session.ts';
import { askedOf, checkPatched } from '../steps/check-patched.ts';
import type { MigrationRequest, StepContext } from '../steps/context.ts';
import { asItsUser } from './as-its-user.ts';
import { requireEntry } from './require-entry.ts';
import { servedLocations } from './served-locations.ts';

/** How migrators are run: how long a revision may take, whether they are watched, and how politely. */
export type MigratorLimits = Pick<MigratorOptions, 'revisionTimeoutMs' | 'observe'> & {
  /** Whether whoever serves on their hosts goes first. */
  readonly isNice?: boolean;
};

interface Options {
  readonly address: DatabaseAddress;
  /** Of the databases that members have beside the cluster's. */
  readonly ownAddress: (member: string) => DatabaseAddress;
  readonly api: ApiOptions;
  readonly inventory: Inventory;
  readonly host: StepContext['host'];
  /** What the packages of a host are sent from; undefined for one that has an index. */
  readonly supply?: (host: string) => WheelSupply | undefined;
  readonly namespace: string;
  /** What is written in the etcd that goes with the database. */
  readonly mark: () => Promise<LockMark | undefined>;
  /** What a member's service starts. */
  readonly program: (member: string) => Promise<ServiceProgram>;
  /** The run's id, and its folder. */
  readonly run: string;
  readonly runFolder: string;
  readonly limits?: MigratorLimits;
}

type Programs = Pick<
  StepContext,
  | 'startMigrator'
  | 'freshSchema'
  | 'fillDatabase'
  | 'apiAnswers'
  | 'proveSession'
  | 'endSessions'
  | 'freeze'
  | 'buildEnvironment'
  | 'environmentStands'
  | 'heldIn'
  | 'requireConfiguration'
  | 'requirePlugins'
>;

/** A database and the history that is its: the cluster's unless a member is named. */
function whose(
  database: string | undefined,
  { address, ownAddress, inventory }: Options,
): Pick<MigratorProcessOptions, 'address' | 'history'> {
  if (database === undefined) return { address };
  const { history } = componentNamed(memberNamed(inventory, database).component);
  return { address: ownAddress(database), ...(history ? { history } : {}) };
}

/** What is made while the old cluster serves leaves the processors to it. */
const nicely = perHost(atLowPriority);

/** The programs that steps run: the migrator and a fresh schema in the target's environment, builds, and a session. */
export function contextPrograms(options: Options): Programs {
  const { api, inventory, namespace, mark, host: hostOf, supply, program, run, runFolder } = options;
  const { isNice = false, ...patience } = options.limits ?? {};
  const inEnvironment = async (
    environment: string,
    where: Pick<MigrationRequest, 'member' | 'config' | 'database'>,
  ): Promise<MigratorProcessOptions & Pick<ServiceProgram, 'variables'>> => {
    const { member, config, database } = where;
    const { host: hostName, service } = memberNamed(inventory, member);
    const host = hostOf(hostName);
    // A rehearsal comes before the folder of the environment is moved to where the plan knows it.
    const isThere = service.kind !== 'systemd' || (await host.stat(environment)) !== undefined;
    const { program: its, letIn } = await asItsUser({ host, program: await program(member) });
    const backups = await mirroredFolder(host, runFolder);
    await host.makeFolder(backups);
    const by = await letIn(backups);
    return {
      ...whose(database, options),
      host: isNice ? await nicely(by) : by,
      python: join(isThere ? environment : service.environment, 'bin', 'python'),
      workdir: its.cwd,
      variables: its.variables,
      config,
      backups,
    };
  };

  return {
    buildEnvironment: async ({ host, member, config: _config, edits: _edits, ...request }, signal) => {
      const { cwd } = await program(member);
      const pythons = environmentsOn(inventory, host).map((folder) => join(folder, 'bin', 'python'));
      const its = { host: await nicely(hostOf(host)), supply: supply?.(host), pythons, workdir: cwd };
      const { choice } = await buildEnvironment({ ...request, ...its, signal });
      return { choice };
    },
    requireConfiguration: async (request, signal) => {
      const trial = await asItsUser({
        host: hostOf(request.host),
        program: await program(request.member),
      });
      const { alone, program: its } = trial;
      if (alone) await requireEntry({ ...request, alone, user: its.user ?? '' });
      refuseConfiguration(await checkPatched(trial, request, signal), askedOf(request, trial.program));
    },
    requirePlugins: async ({ host, member, ...request }, signal) =>
      requirePlugins({
        ...request,
        ...(await asItsUser({ host: hostOf(host), program: await program(member) })),
        signal,
      }),
    heldIn: async (host, environment) => (await readHeld(hostOf(host), environment))?.packages,
    environmentStands: ({ host, ...request }) => environmentStands({ ...request, host: hostOf(host) }),
    startMigrator: async ({ environment, run: revisions, from, head, answers, copyOf, ...where }, signal) => {
      const location = await inEnvironment(environment, where);
      const { host, variables, address } = location;
      const aside = copyOf === undefined ? undefined : asideDoor(address, { run, hop: copyOf });
      // Of a run that goes on after its database was set aside: nobody's settings lead to that.
      const isAside = aside !== undefined && (await aside.found()).name === undefined;
      const meant = { address, namespace, mark: await mark() };
      const program = { config: where.config, variables };
      const { database, ...served } = await servedLocations(
        host,
        memberNamed(inventory, where.member),
        program,
        meant,
      );
      const migrator = await startMigrator({
        ...location,
        ...(isAside ? { address: { ...address, name: aside.names.aside } } : {}),
        served: isAside || database === undefined ? served : { ...served, database },
        run: revisions,
        from,
        head,
        ...(answers ? { answers } : {}),
        ...patience,
        signal,
      });
      return {
        go: async (cut) => (await migrator.go(undefined, cut, aside?.names.copy)).revisions,
        cancel: migrator.cancel,
      };
    },
    freshSchema: async (environment, { hop, head, ...where }, signal) => {
      const location = await inEnvironment(environment, where);
      const purpose = { run, hop, database: where.database };
      const scratch = await createScratch(location.address, purpose);
      try {
        const by = await nicely(location.host);
        await makeFreshSchema({ ...location, host: by, address: scratch, head, signal });
        return await withDatabase(scratch, introspect);
      } finally {
        await dropScratch(location.address, purpose);
      }
    },
    fillDatabase: async (environment, { head, ...where }, signal) => {
      await makeFreshSchema({ ...(await inEnvironment(environment, where)), head, signal });
    },
    endSessions: async (sessions, signal, { forced } = { forced: true }) => {
      const live = () => withDatabase(options.address, readLiveSessions);
      const forcing = forced ? {} : { forcedMs: 0 };
      return endSessions(sessions, { api: managerApi(api), live, signal, ...forcing });
    },
    freeze: (signal) => managerApi(api).freeze(signal),
    apiAnswers: async (signal, again) => {
      const keys = await withDatabase(options.address, (database) =>
        again ? readKeysAgain(database, again) : readSampleKeys(database),
      );
      return askCensus(api, keys, signal, { again });
    },
    proveSession: async (label, { group: scalingGroup, ...place }, signal, runningTimeoutMs) => {
      const name = `${label}-${Date.now().toString(36)}`;
      const request = { ...place, scalingGroup, name, image: inventory.proof.image };
      const bound = runningTimeoutMs === undefined ? {} : { runningTimeoutMs };
      return proveSession(managerApi(api), { request, signal, ...bound });
    },
  };
}
