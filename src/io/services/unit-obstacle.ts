/** What of a unit's properties tells whether another unit can give a program what it gives. */
export const obstacleProperties = [
  'DynamicUser',
  'PAMName',
  'PrivateNetwork',
  'PrivateTmp',
  'RootDirectory',
  'RootImage',
  'RuntimeDirectory',
  'StandardError',
  'StandardInput',
  'StandardOutput',
  'TriggeredBy',
  'Type',
  'WatchdogUSec',
] as const;

/** Keys of files that hold what only one unit is given. */
const credentials = /^(Load|Set|Import)Credential(Encrypted)?\s*=/;

const outputs = /^(inherit|null|journal|syslog|kmsg|append:.*)(\+console)?$/;

type Shown = Readonly<Record<string, string>>;

const isOn = (value: string | undefined): boolean => value !== undefined && value !== '' && value !== 'no';

function typeObstacle({ Type: type = 'simple', WatchdogUSec: watchdog = '0' }: Shown): string | undefined {
  if (!/^(simple|exec|idle|notify)$/.test(type)) return `Type=${type}`;
  return watchdog === '0' || watchdog === 'infinity' ? undefined : 'WatchdogSec=';
}

function streamObstacle(shown: Shown): string | undefined {
  if (!/^(null|data|)$/.test(shown['StandardInput'] ?? '')) return 'StandardInput=';
  const other = (['StandardOutput', 'StandardError'] as const).find(
    (key) => !outputs.test(shown[key] ?? 'inherit'),
  );
  return other && `${other}=${shown[other]}`;
}

/** What goes with a unit: another one's would be another. */
const ofUnit = ['DynamicUser', 'PAMName', 'RootDirectory', 'RootImage', 'RuntimeDirectory'] as const;

/** What a process keeps of the unit that started it, and that unit takes away. */
const ofStart = ['PrivateTmp', 'PrivateNetwork'] as const;

/**
 * What of a unit another one cannot give to its program, as the unit writes it; undefined where there is nothing.
 * @param isTakenIn the program comes into the unit in the end
 */
export function unitObstacle(
  shown: Shown,
  { isTakenIn }: { readonly isTakenIn: boolean },
): string | undefined {
  const kept = [...ofUnit, ...(isTakenIn ? ofStart : [])].find((key) => isOn(shown[key]));
  if (kept) return `${kept}=`;
  if (/\.socket\b/.test(shown['TriggeredBy'] ?? '')) return 'a socket of its own';
  return typeObstacle(shown) ?? streamObstacle(shown);
}

/** The same of the lines of its files. */
export const linesObstacle = (lines: readonly string[]): string | undefined =>
  lines.find((line) => credentials.test(line))?.replace(/\s*=.*/, '=');
