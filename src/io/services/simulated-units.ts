import type { SimulatedProgram } from '../hosts/simulated-process.ts';
import { simulatedShell } from '../hosts/simulated-shell.ts';
import { programLook } from './program-look.ts';
import { unitLook } from './unit-look.ts';

/** What a simulated host's systemd shows, and who runs there beside it. */
export interface SimulatedUnits {
  /** Properties of units by their names; `systemctl show` prints them so. */
  readonly units?: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** Texts of scripts by their paths. */
  readonly scripts?: Readonly<Record<string, string>>;
  /** Texts of files by which units are held, by their paths. */
  readonly holds?: Readonly<Record<string, string>>;
  /** Numbers, control groups, and words of processes. */
  readonly processes?: readonly { pid: number; parent?: number; groups: string; words: readonly string[] }[];
}

/** What the questions about units and programs print on a host. */
export function unitsShown(
  script: string,
  { units = {}, scripts = {}, holds = {}, processes = [] }: SimulatedUnits,
): string {
  if (script === unitLook([]).script) {
    const blocks = Object.entries(units).map(([name, properties]) => {
      const all = { Id: name, Names: name, LoadState: 'loaded', ActiveState: 'active', ...properties };
      return Object.entries(all)
        .map(([key, value]) => `${key}=${value}\n`)
        .join('');
    });
    const texts = Object.entries({ ...scripts, ...holds }).map(([path, text]) => `\u001d${path}\n${text}`);
    return [blocks.join('\n'), ...texts].join('');
  }
  if (script !== programLook.script) return '';
  return processes
    .map(
      ({ pid, parent = 1, groups, words }) => `${pid} ${parent} 1100\n${groups}\n${words.join('\u001d')}\n`,
    )
    .join('');
}

/** A `sh` of a host with systemd. */
export const shellWithUnits = (seen: SimulatedUnits): SimulatedProgram =>
  simulatedShell((script) => unitsShown(script, seen));
