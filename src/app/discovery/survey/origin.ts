import type { HostReader } from '../../../io/hosts/port.ts';
import { serviceMarker } from '../../../io/services/service-marker.ts';
import { unitCommand } from '../../../io/services/unit-command.ts';
import { droppedIn } from '../../../io/services/unit-drop-in.ts';
import { variablesInFile } from '../../../io/services/variables-in-file.ts';
import type { accountsOf } from './accounts.ts';
import { environmentNamed } from './environment-named.ts';
import type { FoundMember, Remark } from './found.ts';
import type { ProgramProcess } from './program-process.ts';
import { readStart, type Start } from './read-start.ts';
import { scriptReader } from './script-text.ts';
import type { UnitFacts } from './unit-facts.ts';

/** How something was found to be started. */
export interface Origin {
  readonly service: FoundMember['service'];
  readonly start: Pick<Start, 'cwd' | 'arguments' | 'variables'> & {
    readonly component: FoundMember['component'];
  };
  readonly named: string | undefined;
  /** The environment that a drop-in of ours lets its unit start from, in the place of that path. */
  readonly runsFrom?: string;
  readonly process: ProgramProcess | undefined;
  readonly isActive: boolean;
  readonly isEnabled: boolean;
  readonly user: string;
  readonly home: string;
  readonly variableFiles: FoundMember['variableFiles'];
  readonly remarks: readonly Remark[];
}

interface Filed {
  readonly values: readonly (readonly [string, string])[];
  /** The file of each, by name. */
  readonly files: ReadonlyMap<string, string>;
}

/** Variables of `EnvironmentFile=`. */
async function filedVariables(host: HostReader, paths: readonly string[]): Promise<Filed> {
  const texts = await Promise.all(paths.map((path) => host.readText(path).catch(() => undefined)));
  const each = texts.map((text) => [...variablesInFile(text ?? '')]);
  const files = each.flatMap((pairs, at) => pairs.map(([name]) => [name, paths[at] ?? ''] as const));
  return { values: each.flat(), files: new Map(files) };
}

/** A unit whose command, scripts or main process run a component; what runs another program is none. */
export async function originOfUnit(
  host: HostReader,
  unit: UnitFacts,
  processes: readonly ProgramProcess[],
  accounts: ReturnType<typeof accountsOf>,
): Promise<Origin | 'watcher' | undefined> {
  const account = await accounts(unit.user);
  const cwd = (unit.workdir === '~' ? account.home : unit.workdir) ?? '/';
  const filed = await filedVariables(host, unit.files);
  const own = [['HOME', account.home], ['USER', account.name], ...unit.variables, ...filed.values] as const;
  const known = new Map(own.map(([a, b]) => [a, b]));
  const command = unitCommand(unit.start, known);
  const start = await readStart(command, { cwd, variables: known }, scriptReader(host));
  if (start?.component === 'watcher') return 'watcher';
  const inside = processes.filter((each) => each.unit === unit.name);
  const process =
    inside.find(({ pid }) => pid === unit.pid) ?? inside.find(({ isWorker }) => !isWorker) ?? inside[0];
  const common = {
    service: { unit: unit.name },
    process,
    isActive: unit.isActive,
    isEnabled: unit.isEnabled,
    user: account.name,
    home: account.home,
    variableFiles: filed.files,
  };
  if (start) {
    const { component } = start;
    // Where baiup has put a drop-in, the path that stays is the unit's own.
    const own = await droppedIn(host, unit.name).catch(() => undefined);
    const named = own?.path ?? (await environmentNamed(host, start, account.home));
    const runsFrom = own ? { runsFrom: own.environment } : {};
    return { ...common, start: { ...start, component }, named, ...runsFrom, remarks: [] };
  }
  if (!process) return undefined;
  const text = `what ${unitCommand(unit.start).join(' ')} does was not understood: folder and environment are those of its process`;
  const { component, words, variables, cwd: folder } = process;
  return {
    ...common,
    start: {
      component,
      cwd: folder ?? cwd,
      arguments: words.slice(1),
      variables: new Map([...own.map(([a, b]) => [a, b] as const), ...variables]),
    },
    named: undefined,
    remarks: [{ at: 'service', text }],
  };
}

/** A process that no unit has started: a plain process of baiup's own, or one that somebody started. */
export function originOfProcess(process: ProgramProcess, home: string, user: string): Origin {
  const { component, words, variables, cwd } = process;
  const folder = variables.get(serviceMarker);
  return {
    service: folder === undefined ? undefined : { folder },
    start: { component, cwd: cwd ?? home, arguments: words.slice(1), variables },
    named: variables.get('VIRTUAL_ENV'),
    ...{ process, isActive: true, isEnabled: false, user, home, variableFiles: new Map(), remarks: [] },
  };
}
