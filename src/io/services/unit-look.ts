import type { HostLook } from '../hosts/host-look.ts';
import { shownUnits } from './systemd-unit.ts';
import { holdFile, holdTrees, isHoldFile, readHold, type UnitHold } from './unit-hold.ts';
import { obstacleProperties } from './unit-obstacle.ts';

/** Values by property. */
export type Shown = Readonly<Record<string, string>>;

/** The units of a host's systemd: of most their state, of those that may concern Backend.AI all that is asked. */
export interface UnitsSeen {
  readonly units: readonly Shown[];
  /** Texts of the scripts that those start, by path. */
  readonly scripts: ReadonlyMap<string, string>;
  /** What holds of those named, by the path that says so. */
  readonly holds: ReadonlyMap<string, UnitHold>;
}

/** A unit by any of its names. */
export const unitAmong = (units: readonly Shown[], name: string): Shown | undefined =>
  units.find(({ Id, Names = '' }) => Id === name || Names.split(' ').includes(name));

/** Properties that name the units that systemd stops with one. */
export const stopsWith = ['RequiredBy', 'RequisiteOf', 'BoundBy', 'ConsistsOf', 'PropagatesStopTo'] as const;

const [state, ofStarts, ofStops] = [
  ['Id', 'Names', 'LoadState', 'ActiveState', 'Type'],
  ['ExecStart', 'TriggeredBy', ...stopsWith],
  ['UnitFileState', 'NeedDaemonReload', 'KillSignal', 'TimeoutStopUSec', 'MainPID', ...obstacleProperties],
];

/**
 * systemd's own units are many: of what speaks neither of Backend.AI, nor of systemctl, nor of a script, and is not asked
 * for by name, only the state goes over, and what stops with it; of targets only those that are active.
 */
const script = `
command -v systemctl >/dev/null || exit 0
kept='(${state.join('|')})=|(${stopsWith.join('|')})=.'
shown=$(systemctl show --all --no-pager --property='${[...state, ...ofStarts, ...ofStops].join(',')}' -- "$@" '*.service' '*.timer' '*.socket' '*.path' '*.target' |
  OWN=" $* " KEPT="^($kept)" awk 'BEGIN { RS = ""; FS = "\\n" }
    function id(  i) { for (i = 1; i <= NF; i++) if ($i ~ /^Id=/) return substr($i, 4) }
    /backend|bai|systemctl|\\.sh[ ;]/ || index(ENVIRON["OWN"], " " id() " ") { print $0 "\\n"; next }
    id() ~ /[.]target$/ && ! /\\nActiveState=active/ { next }
    { for (i = 1; i <= NF; i++) if ($i ~ ENVIRON["KEPT"]) print $i; print "" }')
printf '%s\\n' "$shown"
printf '%s\\n' "$shown" | sed -n 's/^ExecStart={ path=\\(.*\\) ; argv\\[\\]=.*/\\1/p' | sort -u | while read -r path; do
  [ "$(head -c 2 "$path" | tr -d '\\0')" = '#!' ] || continue
  printf '\\035%s\\n' "$path"
  head -c 16384 "$path"
done
for unit; do
  for path in ${holdTrees.map((tree) => holdFile('"$unit"', tree)).join(' ')}; do
    [ ! -r "$path" ] || { printf '\\035%s\\n' "$path"; cat "$path"; }
  done
done`;

function parse(printed: string): UnitsSeen {
  const [shown = '', ...scripts] = printed.split('\u001d');
  const texts = scripts.map((each) => {
    const at = each.indexOf('\n');
    return [each.slice(0, at), each.slice(at + 1)] as const;
  });
  const holds = texts.flatMap(([path, text]) => {
    const hold = isHoldFile(path) ? readHold(text) : undefined;
    return hold ? [[path, hold] as const] : [];
  });
  // One that is asked for by name and fits a pattern is shown twice.
  const units = new Map(shownUnits(shown).map((unit) => [unit['Id'] ?? '', unit]));
  return { units: [...units.values()], scripts: new Map(texts), holds: new Map(holds) };
}

/** All units of a host, those named (with their endings) in full. */
export const unitLook = (named: readonly string[]): HostLook<UnitsSeen> => ({ script, words: named, parse });
