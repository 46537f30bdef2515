import type { TomlTable, TomlValue } from 'smol-toml';
import { parse, stringify } from 'smol-toml';
import type { StandIn } from '../components/component.ts';
import { valueUnder } from './value-under.ts';

/** What a second process of a member needs of its own, by the member's own text. */
export interface StandInConfiguration {
  readonly text: string;
  /** The folder for its sockets, as its configuration names it: relative ones count from its working folder. */
  readonly folder: string;
}

const isTable = (value: TomlValue | undefined): value is TomlTable =>
  typeof value === 'object' && !Array.isArray(value) && !(value instanceof Date);

/** Releases write a key with hyphens or with underscores. */
const alike = (key: string): string => key.replaceAll('_', '-');

const nameIn = (table: TomlTable, names: readonly string[]): string =>
  Object.keys(table).find((key) => names.includes(alike(key))) ?? names[0] ?? '';

/** The table of a dotted key, made where it is missing, and the last part of the key. */
function placed(whole: TomlTable, key: string): readonly [TomlTable, string] {
  const parts = key.split('.');
  const last = parts.pop() ?? '';
  let table = whole;
  for (const part of parts) {
    const name = nameIn(table, [part]);
    const next = table[name];
    const inner: TomlTable = isTable(next) ? next : {};
    table[name] = inner;
    table = inner;
  }
  return [table, last];
}

/** What a configuration says at a dotted key; undefined where it says nothing, or is no TOML. */
export function saidIn(text: string, key: string): unknown {
  try {
    return valueUnder(parse(text), key);
  } catch {
    return undefined;
  }
}

/** How many ports in a row the workers of one process may take from each of its own ports on. */
export const portsInRow = 64;

/**
 * The configuration of a process that serves beside its member's service: everything is as in the member's own but what
 * two processes cannot share.
 * @param text the member's own, as it will be when the service starts anew
 * @param firstPort from which on `portsInRow` ports for each own one are free
 * @throws Error where it is no TOML
 */
export function standInConfiguration(
  standIn: StandIn,
  { member, text, firstPort }: { readonly member: string; readonly text: string; readonly firstPort: number },
): StandInConfiguration {
  const whole = parse(text);
  const name = `${member}-stand-in`;
  const base = valueUnder(whole, standIn.sockets);
  const folder = `${typeof base === 'string' ? base : '/tmp/backend.ai/ipc'}/${name}`;
  const set = (key: string, value: TomlValue, others: readonly string[] = []): void => {
    const [table, last] = placed(whole, key);
    table[nameIn(table, [last, ...others])] = value;
  };
  set(standIn.sockets, folder);
  set(standIn.pidFile, '/dev/null');
  if (standIn.id) set(standIn.id, name);
  for (const [index, { key, formerly = [] }] of (standIn.ports ?? []).entries())
    set(key, firstPort + index * portsInRow, formerly);
  const logFile = valueUnder(whole, 'logging.file.filename');
  if (typeof logFile === 'string') set('logging.file.filename', `${name}.${logFile}`);
  return { text: stringify(whole), folder };
}
