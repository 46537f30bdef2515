import type { ConfigurationEdit } from './edit.ts';
import { keyPath } from './key-path.ts';
import { Strange } from './strange.ts';

export type Table = { [key: string]: unknown };

export const isTable = (value: unknown): value is Table =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Date);

/** An address in any form that loaders took, as host and port. */
export function hostAndPort(value: unknown): { host: string; port: number } | undefined {
  const [host, port] =
    typeof value === 'string'
      ? [value.slice(0, value.lastIndexOf(':')), value.slice(value.lastIndexOf(':') + 1)]
      : Array.isArray(value) && value.length === 2
        ? value
        : isTable(value) && Object.keys(value).sort().join() === 'host,port'
          ? [value['host'], value['port']]
          : [];
  const number = Number(port);
  if (typeof host !== 'string' || host === '' || !Number.isInteger(number) || number < 1 || number > 65535)
    return undefined;
  return { host: host.replace(/^\[(.*)]$/, '$1'), port: number };
}

/** `addr` out of a section's host and port; an address of six parts is put in brackets. */
export function addrOf(section: Table): string | undefined {
  const found = hostAndPort([section['host'], section['port']]);
  return found && `${found.host.includes(':') ? `[${found.host}]` : found.host}:${found.port}`;
}

/** Puts a value under a key in the place that an older key had. */
function replaced(holder: Table, old: string, key: string, value: unknown): Table {
  return Object.fromEntries(
    Object.entries(holder).map(([name, was]) => (name === old ? [key, value] : [name, was])),
  );
}

/** What an edit makes of a section; undefined where there is nothing to change. */
function changed(holder: Table, last: string, edit: ConfigurationEdit): Table | undefined {
  const there = Object.hasOwn(holder, last);
  const value = holder[last];
  switch (edit.action) {
    case 'rename':
      if (there && Object.hasOwn(holder, edit.to)) throw new Strange(`${edit.to} is there beside ${last}`);
      return there ? replaced(holder, last, edit.to, value) : undefined;
    case 'remove':
      return there ? Object.fromEntries(Object.entries(holder).filter(([name]) => name !== last)) : undefined;
    case 'set':
      return there && value === edit.from ? { ...holder, [last]: edit.value } : undefined;
    case 'section':
      return there ? undefined : { ...holder, [last]: {} };
    case 'reshape': {
      if (edit.form === 'host-port') {
        const pair = isTable(value) ? undefined : hostAndPort(value);
        return pair ? { ...holder, [last]: pair } : undefined;
      }
      const addr = isTable(value) && !('addr' in value) ? addrOf(value) : undefined;
      if (addr === undefined || !isTable(value)) return undefined;
      const { port: _port, ...rest } = replaced(value, 'host', 'addr', addr);
      return { ...holder, [last]: rest };
    }
  }
}

/**
 * A parsed configuration with an edit made, in every entry where its key leads through a list of tables; undefined where
 * there is nothing to change. Pure: the text's measure.
 */
export function editTable(whole: Table, edit: ConfigurationEdit): Table | undefined {
  const path = keyPath(edit.key);
  const rebuild = (here: Table, at: number): Table | undefined => {
    const part = path[at] ?? '';
    if (at === path.length - 1) return changed(here, part, edit);
    const made = inside(here[part], at + 1);
    return made === undefined ? undefined : { ...here, [part]: made };
  };
  const inside = (below: unknown, at: number): unknown => {
    if (isTable(below)) return rebuild(below, at);
    if (!Array.isArray(below)) return undefined;
    const made = below.map((each) => (isTable(each) ? rebuild(each, at) : undefined));
    return made.some((each) => each !== undefined)
      ? below.map((each, index) => made[index] ?? each)
      : undefined;
  };
  return rebuild(whole, 0);
}
