import { basename } from 'node:path';
import { BaiupError } from '../../lib/errors.ts';
import { fingerprint } from '../../lib/stable-json.ts';
import type { Host, HostReader } from '../hosts/port.ts';
import type { ServiceProgram } from './port.ts';
import { isPythonAt, type KnownStart, unitOwn, unitProgram } from './systemd-program.ts';
import { showUnits } from './systemd-unit.ts';
import { transientText } from './transient-unit.ts';
import { unitLines } from './unit-lines.ts';
import { linesObstacle, obstacleProperties, unitObstacle } from './unit-obstacle.ts';
import { startPath } from './unit-start.ts';

/** An operator's unit, and how what it starts is found out. */
export interface LaunchedUnit extends KnownStart {
  readonly root: Host;
  /** By which its files of variables, and its scripts, are read. */
  readonly reader: HostReader;
  readonly unit: string;
  /** The path by which it names its environment. */
  readonly path: string;
}

/** What a unit would start from an environment, so that another unit can start it just so. */
export interface UnitLaunch {
  readonly unit: string;
  readonly environment: string;
  readonly lines: readonly string[];
  readonly program: ServiceProgram;
  readonly user: string;
  /** Those that its own lines do not hold. */
  readonly variables: Readonly<Record<string, string>>;
  /** What the journal calls its program, unless its lines say so. */
  readonly identifier: string;
  /** Its program may write to few places. */
  readonly isWalled: boolean;
  readonly shown: Readonly<Record<string, string>>;
}

/** Where programs are looked for that a unit says nothing of. */
const usualPath = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

interface Named {
  readonly path: string;
  readonly environment: string;
}

function inEnvironment(value: string, { path, environment }: Named): string {
  const named = path.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return value.replaceAll(new RegExp(`${named}(?=[/:]|$)`, 'g'), () => environment);
}

/** Of all variables those that another unit with the same lines would not have. */
function variablesBeside(
  own: Awaited<ReturnType<typeof unitOwn>>,
  program: ServiceProgram,
  named: Named,
): Record<string, string> {
  const handedOn = Object.entries(program.variables)
    .map(([name, value]) => [name, inEnvironment(value, named)] as const)
    .filter(([name, value]) => own.variables.get(name) !== value);
  // What is no Python itself activates the environment.
  const bin = `${named.environment}/bin:${own.variables.get('PATH') ?? usualPath}`;
  const activated = { VIRTUAL_ENV: named.environment, PATH: bin };
  return { ...(isPythonAt(startPath(own.start)) ? {} : activated), ...Object.fromEntries(handedOn) };
}

export async function unitLaunch(
  { root, reader, unit, path, ...known }: LaunchedUnit,
  environment: string,
): Promise<UnitLaunch> {
  const [lines, [shown = {}], own, program] = await Promise.all([
    unitLines(root, unit),
    showUnits(root, [unit], [...obstacleProperties, 'ProtectSystem']),
    unitOwn(reader, unit),
    unitProgram(reader, unit, known),
  ]);
  return {
    ...{ unit, environment, lines, program, shown, user: own.user },
    variables: variablesBeside(own, program, { path, environment }),
    identifier: basename(startPath(own.start)),
    isWalled: shown['ProtectSystem'] === 'strict',
  };
}

/** Tells whether a unit would start another program, or otherwise. */
export const launchPrint = ({ lines, program, environment }: UnitLaunch): string =>
  fingerprint({ lines, program, environment });

/**
 * Why nothing but the unit can start its program; undefined where another one can.
 * @param isTakenIn the program comes into the unit in the end
 */
export function launchObstacle(
  { unit, lines, shown, program }: UnitLaunch,
  isTakenIn: boolean,
): string | undefined {
  const why = unitObstacle(shown, { isTakenIn }) ?? linesObstacle(lines);
  if (why) return `${unit} has ${why}, which no other unit can give`;
  return program.arguments[0] === '-m' ? undefined : `${unit} starts no module of Python`;
}

interface Beside {
  readonly argv: readonly string[];
  /** Root's, for the file of variables. */
  readonly folder: string;
  /** The one folder of ours that the program writes to. */
  readonly writes: string;
  readonly description: string;
  readonly own: readonly string[];
}

/** The text of a unit that starts a program in the place of that of an operator's unit. */
export function besideText(launch: UnitLaunch, { argv, folder, writes, description, own }: Beside): string {
  const { unit, lines, program, identifier, isWalled } = launch;
  return transientText({
    ...{ unit, lines, argv, description, identifier, cwd: program.cwd },
    variables: `${folder}/variables`,
    own: [...(isWalled ? [`ReadWritePaths=${writes}`] : []), ...own],
  });
}

/** @throws BaiupError `service.not-parked` or `service.no-stand-in`, by its code, where another unit cannot start it */
export function requireLaunch(launch: UnitLaunch, isTakenIn: boolean, code: string): void {
  const why = launchObstacle(launch, isTakenIn);
  if (why) throw new BaiupError(code, why);
}
