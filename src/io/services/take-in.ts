import { dirname } from 'node:path';
import type { Host } from '../hosts/port.ts';
import { otherLaunch, saidWhy } from './parked-program.ts';
import { transientName } from './transient-unit.ts';
import { folderBeside, ownIn } from './unit-folder.ts';
import { type LaunchedUnit, launchPrint, unitLaunch } from './unit-launch.ts';
import { takeInFile } from './unit-lines.ts';
import { waitsFor } from './unit-parking.ts';
import { quotedWord } from './unit-quoted.ts';

/**
 * Started by an operator's unit, as root and in its control group: takes a process of another unit into its own, and lets
 * it go on. It comes first, so that all that it starts from then on is the unit's too. It says so itself by a rename.
 */
const script = `# baiup: token, process, its unit, folder
set -e
cd "$4"
grep -qF "/$3" "/proc/$2/cgroup"
while IFS=: read -r number controllers path; do
  case $controllers in
    name=systemd) tree=systemd ;;
    '') tree=unified; [ -d /sys/fs/cgroup/unified ] || tree=. ;;
    *) tree=$controllers ;;
  esac
  group="/sys/fs/cgroup/$tree$path/cgroup.procs"
  [ ! -w "$group" ] || echo "$2" > "$group"
done < /proc/self/cgroup
printf %s "$1" > go.new
chmod 644 go.new
mv go.new go
tries=0
until grep -qs "$1" own/pid.json; do
  tries=$((tries + 1))
  kill -0 "$2" || exit 1
  if [ "$tries" -gt 250 ]; then : > hung; kill -KILL "$2"; exit 1; fi
  sleep 0.02
done
echo "$2" > pid
`;

/** systemd takes whatever process such a file names for the unit's own, once it was started. */
const dropIn = (folder: string, words: readonly string[]): string =>
  [
    '# baiup lets this unit begin with a program that has waited for its start, and then takes this file away.',
    '[Service]',
    'Type=forking',
    `PIDFile=${folder}/pid`,
    'GuessMainPID=no',
    'Restart=no',
    'ExecStart=',
    `ExecStart=+/bin/sh ${[`${folder}/take-in.sh`, ...words, folder].map(quotedWord).join(' ')}`,
    '',
  ].join('\n');

/** What a unit begins with, where a program was parked for it. */
export interface TakenIn {
  /** Why what waits is not used. */
  readonly why?: string;
}

/**
 * Has a unit begin with the program that waits for it, where that is just what it would start. systemd has to read its
 * files anew after that.
 * @returns undefined where none waits
 */
export async function prepareTakeIn(of: LaunchedUnit, environment: string): Promise<TakenIn | undefined> {
  const { root, unit } = of;
  const waits = await waitsFor(of);
  if (!waits) return undefined;
  if (waits.launch !== launchPrint(await unitLaunch(of, environment))) return { why: otherLaunch };
  const [folder, file] = [folderBeside(unit, 'parked'), takeInFile(unit)];
  await root.writeText(`${folder}/take-in.sh`, script);
  await root.makeFolder(dirname(file));
  await root.run({ argv: ['chmod', '755', '--', dirname(file)], timeoutMs: 10_000 });
  const words = [waits.token, `${waits.pid}`, transientName(unit, 'parked')];
  await root.writeText(file, dropIn(folder, words), 0o644);
  return {};
}

/** Why a unit could not begin with what has waited. */
export async function whyNotTakenIn({ root, unit }: Pick<LaunchedUnit, 'root' | 'unit'>): Promise<string> {
  const folder = folderBeside(unit, 'parked');
  const hung = (await root.stat(`${folder}/hung`)) !== undefined;
  return hung ? 'it did not go on when it was told to' : saidWhy(root, ownIn(folder));
}

/** The unit starts its own program from now on, once systemd has read its files anew. @returns whether it has to */
export async function dropTakeIn(root: Host, unit: string): Promise<boolean> {
  const file = takeInFile(unit);
  if ((await root.stat(file)) === undefined) return false;
  await root.remove(file);
  await root.ask({ argv: ['rmdir', '--', dirname(file)], timeoutMs: 10_000 });
  return true;
}
