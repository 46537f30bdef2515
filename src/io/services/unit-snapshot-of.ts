import type { UnitSnapshot } from '../../core/cluster/unit-snapshot.ts';
import { startersAmong } from './systemd-starters.ts';
import { holdFile, holdTrees } from './unit-hold.ts';
import { type Shown, type UnitsSeen, unitAmong } from './unit-look.ts';
import { unitObstacle } from './unit-obstacle.ts';
import { startPath } from './unit-start.ts';

/** As systemd prints them: their numbers on Linux. */
const signals = new Map([
  ['1', 'SIGHUP'],
  ['2', 'SIGINT'],
  ['3', 'SIGQUIT'],
  ['9', 'SIGKILL'],
  ['15', 'SIGTERM'],
]);

const seconds: Readonly<Record<string, number>> = { us: 1e-6, ms: 1e-3, s: 1, min: 60, h: 3600, d: 86_400 };

/** `1min 30s` as systemd prints it; undefined for `infinity`. */
function secondsIn(text: string): number | undefined {
  const parts = [...text.matchAll(/(\d+(?:\.\d+)?)(us|ms|s|min|h|d)\b/g)];
  if (parts.length === 0) return text === '0' ? 0 : undefined;
  return parts.reduce((sum, [, count, unit = 's']) => sum + Number(count) * (seconds[unit] ?? 0), 0);
}

interface OfMember {
  /** With its ending. */
  readonly name: string;
  /** The path by which it names its environment. */
  readonly path: string;
  /** The units of all members of the host. */
  readonly members: ReadonlySet<string>;
}

/** Units whose command, or the script that this starts, names a path. */
function startingFrom({ units, scripts }: UnitsSeen, path: string): readonly Shown[] {
  return units.filter(({ ExecStart = '' }) => {
    return `${ExecStart}\n${scripts.get(startPath(ExecStart)) ?? ''}`.includes(`${path}/`);
  });
}

/** What of a unit no other one can give. */
function boundBy(found: Shown): Pick<UnitSnapshot, 'bound'> {
  const parked = unitObstacle(found, { isTakenIn: true });
  if (parked === undefined) return {};
  const beside = unitObstacle(found, { isTakenIn: false });
  return { bound: { parked, ...(beside === undefined ? {} : { beside }) } };
}

/** A member's unit among those that a host has; undefined where systemd does not know it. */
export function unitSnapshotOf(seen: UnitsSeen, { name, path, members }: OfMember): UnitSnapshot | undefined {
  const found = unitAmong(seen.units, name);
  if (!found || found['LoadState'] === 'not-found') return undefined;
  const {
    Id: unit = name,
    UnitFileState = '',
    NeedDaemonReload,
    KillSignal = '',
    TimeoutStopUSec = '',
  } = found;
  const starters = startersAmong(seen, unit);
  const known = new Set([...members, unit, ...starters.map((each) => each.unit)]);
  const samePath = startingFrom(seen, path).flatMap(({ Id = '', Names = '' }) =>
    [Id, ...Names.split(' ')].some((each) => known.has(each)) ? [] : [Id],
  );
  const [held] = holdTrees.flatMap((tree) => {
    const file = holdFile(name, tree);
    const hold = seen.holds.get(file);
    return hold ? [{ file, ...hold }] : [];
  });
  return {
    unit,
    enabled: UnitFileState,
    isOutdated: NeedDaemonReload === 'yes',
    killSignal: signals.get(KillSignal) ?? KillSignal,
    stopSeconds: secondsIn(TimeoutStopUSec),
    starters,
    ...(samePath.length > 0 ? { samePath } : {}),
    ...(held ? { held } : {}),
    ...boundBy(found),
  };
}
