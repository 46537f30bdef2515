import { usageError } from './errors.ts';
import { localTime } from './local-time.ts';

/** Seconds may end in `.000`: so baiup shows times itself. */
const form = /^(\d{4})-(\d{2})-(\d{2})[T ](\d{2}):(\d{2})(?::(\d{2})(?:\.0+)?)?(Z|[+-]\d{2}:?\d{2})?$/;
const dayMs = 24 * 3600_000;

const how = 'write it like 2026-11-29T02:00, or with an offset: 2026-11-29T02:00+09:00';

/** Milliseconds that a zone is ahead of UTC at a moment. */
function offsetMs(at: number, zone: string): number {
  const [, sign, hours = '0', minutes = '0'] = /\(UTC([+-])(\d+):(\d+)\)$/.exec(localTime(at, zone)) ?? [];
  return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * 60_000;
}

/** The moments at which clocks of a zone show this time: none or two where they are set. */
function momentsOf(shown: number, zone: string): number[] {
  const offsets = new Set([shown - dayMs, shown, shown + dayMs].map((at) => offsetMs(at, zone)));
  const all = [...offsets].map((offset) => shown - offset);
  return all.filter((at) => at + offsetMs(at, zone) === shown);
}

/**
 * A moment as an operator types it, in milliseconds since the epoch; without an offset it is a time of the zone.
 * @throws BaiupError `time.malformed`, `time.skipped`, `time.twice` (all exit 64)
 */
export function parseTime(text: string, zone: string): number {
  const typed = text.trim();
  const [, year, month, day, hour, minute, second = '00', offset] = form.exec(typed) ?? [];
  const date = `${year}-${month}-${day}T${hour}:${minute}:${second}`;
  const shown = Date.parse(`${date}Z`);
  // Of 31 November Date makes the first of December.
  const isReal = !Number.isNaN(shown) && new Date(shown).toISOString().startsWith(date);
  if (!isReal) throw usageError('time.malformed', `"${text.slice(0, 40)}" is not a time: ${how}`);
  if (offset !== undefined) {
    const at = Date.parse(
      `${date}${offset.length === 5 ? `${offset.slice(0, 3)}:${offset.slice(3)}` : offset}`,
    );
    if (Number.isNaN(at)) throw usageError('time.malformed', `"${typed}" has no offset that exists: ${how}`);
    return at;
  }
  const [first, again] = momentsOf(shown, zone);
  if (first === undefined) {
    throw usageError('time.skipped', `clocks of ${zone} never show ${typed}: they are set forward there`);
  }
  if (again !== undefined) {
    throw usageError('time.twice', `clocks of ${zone} show ${typed} twice: they are set back there`, how);
  }
  return first;
}
