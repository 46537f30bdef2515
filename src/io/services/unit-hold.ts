import type { StopSignal } from './port.ts';

/**
 * Where a hold may be. The first one stays through a boot: a host that restarts in the middle starts nothing on a
 * database that is half way. The second one is for hosts whose /etc cannot be written.
 */
export const holdTrees = ['/etc', '/run'] as const;

const name = 'zz-baiup.conf';

export const holdFolder = (unit: string, tree: string): string => `${tree}/systemd/system/${unit}.d`;

/** The last of all drop-ins. */
export const holdFile = (unit: string, tree: string): string => `${holdFolder(unit, tree)}/${name}`;

export const isHoldFile = (path: string): boolean => path.endsWith(`.d/${name}`);

/** What holds for a service that is stopped, and what remains of that while it starts. */
export interface UnitHold {
  /** The run that has it stopped, as it is typed and by its id; undefined where that is not known. */
  readonly run: string | undefined;
  /** Units that were stopped with it. */
  readonly stopped: readonly string[];
  /** Whether nothing can start it. */
  readonly isHeld: boolean;
}

const [ofRun, ofUnits, assertion] = [
  '# Held for run: ',
  '# Given back at the end: ',
  'AssertPathExists=/run/baiup-lets-it-start',
] as const;

/** A unit may refuse to be stopped or started manually. */
const handled = ['RefuseManualStop=no', 'RefuseManualStart=no'] as const;

const told = ({ run, stopped }: Pick<UnitHold, 'run' | 'stopped'>): string[] => [
  ...(run === undefined ? [] : [`${ofRun}${run}`]),
  `${ofUnits}${stopped.join(' ')}`,
];

/**
 * What holds for a service while baiup has it stopped: whoever starts it fails and is told so, it ends by the
 * component's own signal, and systemd neither hurries it (for a day) nor starts it again. An assertion, because a mask has no effect
 * on a unit below /etc, and would take away with the unit's file also how it stops.
 */
export function holdText(signal: StopSignal, hold: Pick<UnitHold, 'run' | 'stopped'>): string {
  return [
    '# baiup has this service stopped for an upgrade. It takes this file away when it starts the service again:',
    '# where the upgrade was cut, type `baiup resume` or `baiup rollback` where it was begun.',
    ...told(hold),
    '[Unit]',
    assertion,
    ...handled,
    '[Service]',
    'Restart=no',
    'ExecStop=',
    `KillSignal=${signal}`,
    'KillMode=process',
    // Versions before 229 kill at once where it is `infinity`, and 239 does where it is 0.
    'TimeoutStopSec=1d',
    '',
  ].join('\n');
}

/** While the service starts: it may, and what is to be given back is kept in mind. */
export const loosenedText = (hold: Pick<UnitHold, 'run' | 'stopped'>): string =>
  [...told(hold), '[Unit]', ...handled, ''].join('\n');

/** What a file says of a hold; undefined where it is none. */
export function readHold(text: string | undefined): UnitHold | undefined {
  const lines = text?.split('\n') ?? [];
  const after = (mark: string) => lines.find((line) => line.startsWith(mark))?.slice(mark.length);
  const units = after(ofUnits);
  if (units === undefined) return undefined;
  return {
    run: after(ofRun),
    stopped: units.split(' ').filter((word) => word !== ''),
    isHeld: lines.includes(assertion),
  };
}
