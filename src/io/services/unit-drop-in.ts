import { BaiupError } from '../../lib/errors.ts';
import type { Host, HostReader } from '../hosts/port.ts';
import { environmentFile as fileOf, unitLines } from './unit-lines.ts';

const folderOf = (unit: string): string => `/etc/systemd/system/${unit}.d`;

const [mark, pathMark] = ['# Its environment: ', '# In the place of: '];

interface DroppedIn {
  readonly environment: string;
  /** The path that the unit itself names. */
  readonly path: string;
}

/** What our drop-in lets a unit start from; undefined where there is none. */
export async function droppedIn(host: HostReader, unit: string): Promise<DroppedIn | undefined> {
  const lines = (await host.readText(fileOf(unit)))?.split('\n');
  const after = (begin: string) => lines?.find((line) => line.startsWith(begin))?.slice(begin.length);
  const [environment, path] = [after(mark), after(pathMark)];
  return environment === undefined || path === undefined ? undefined : { environment, path };
}

/** What a unit runs beside its program: from the same environment, where it names that. */
const beside = ['ExecCondition', 'ExecStartPre', 'ExecStartPost', 'ExecReload', 'ExecStop', 'ExecStopPost'];

/** What of a unit's lines names a path: its commands, all of a kind where one does, and variables. */
function naming(lines: readonly string[], path: string): readonly string[] | undefined {
  const isNaming = (line: string): boolean => line.includes(`${path}/`);
  const commandsOf = (key: string): readonly string[] => {
    const reset = lines.findLastIndex((line) => new RegExp(`^${key}\\s*=\\s*$`).test(line));
    const commands = lines.slice(reset + 1).filter((line) => new RegExp(`^${key}\\s*=`).test(line));
    return commands.some(isNaming) ? [`${key}=`, ...commands] : [];
  };
  const own = commandsOf('ExecStart');
  if (own.length === 0) return undefined;
  const variables = lines.filter((line) => /^Environment\s*=/.test(line) && isNaming(line));
  return [...own, ...beside.flatMap(commandsOf), ...variables];
}

/** Whether a unit's own command names a path, so that a drop-in can name another one. */
export async function canDropIn(host: HostReader, unit: string, path: string): Promise<boolean> {
  return naming(await unitLines(host, unit), path) !== undefined;
}

/**
 * Lets a unit start from another environment by its own command, where the path that this names cannot lead to it.
 * @throws BaiupError `service.environment-unnamed`
 */
export async function dropIn(root: Host, unit: string, path: string, environment: string): Promise<void> {
  const lines = naming(await unitLines(root, unit), path);
  if (lines === undefined)
    throw new BaiupError(
      'service.environment-unnamed',
      `the command of ${unit} on ${root.name} does not name ${path}, so no other environment can take its place`,
      {
        hint: `let the unit, or its script, name a link of its own, and write that into service.environment`,
      },
    );
  const text = [
    `# baiup lets ${unit} start from another environment: without this file it starts from its own path.`,
    `${mark}${environment}`,
    `${pathMark}${path}`,
    '[Service]',
    ...lines.map((line) => line.replaceAll(`${path}/`, `${environment}/`)),
    '',
  ];
  await root.makeFolder(folderOf(unit));
  await root.run({ argv: ['chmod', '755', '--', folderOf(unit)], timeoutMs: 10_000 });
  await root.writeText(fileOf(unit), text.join('\n'), 0o644);
  await reload(root);
}

/** Takes the drop-in away; where there is none that is fine. */
export async function takeOut(root: Host, unit: string): Promise<void> {
  await root.remove(fileOf(unit));
  await root.ask({ argv: ['rmdir', '--', folderOf(unit)], timeoutMs: 10_000 });
  await reload(root);
}

const reload = (root: Host) => root.run({ argv: ['systemctl', 'daemon-reload'], timeoutMs: 90_000 });
