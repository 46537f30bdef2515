import { BaiupError } from '../../lib/errors.ts';

/** Those that are the same in each unit of a host. */
const alike = new Set('%aAbBCEgGhHlLmMoqsStTuUvVwW');

/** As systemd unescapes a name: `-` is a slash, `\\x2d` a character by its number. */
const unescaped = (name: string): string =>
  name
    .replaceAll('-', '/')
    .replaceAll(/\\x([0-9a-f]{2})/gi, (_all, code: string) => String.fromCharCode(Number.parseInt(code, 16)));

/** What each specifier stands for that hangs on the unit's name. */
function valuesOf(unit: string): ReadonlyMap<string, string> {
  const stem = unit.replace(/\.[a-z]+$/, '');
  const at = stem.indexOf('@');
  const [prefix, instance] = at < 0 ? [stem, ''] : [stem.slice(0, at), stem.slice(at + 1)];
  const last = prefix.slice(prefix.lastIndexOf('-') + 1);
  return new Map([
    ['n', unit],
    ['N', stem],
    ['p', prefix],
    ['P', unescaped(prefix)],
    ['i', instance],
    ['I', unescaped(instance)],
    ['j', last],
    ['J', unescaped(last)],
    ['f', `/${unescaped(at < 0 ? prefix : instance)}`],
  ]);
}

/**
 * A line of a unit as a unit of another name needs it to mean the same.
 * @throws BaiupError `service.other-name` where it cannot mean the same
 */
export function underOtherName(line: string, unit: string): string {
  const values = valuesOf(unit);
  return line.replaceAll(/%(.?)/g, (all, name: string) => {
    if (alike.has(name)) return all;
    const value = values.get(name);
    if (value !== undefined) return value.replaceAll('%', '%%');
    const key = line.split('=')[0]?.trim();
    throw new BaiupError(
      'service.other-name',
      `${key} of ${unit} has ${all}, which hangs on the unit's name`,
    );
  });
}
