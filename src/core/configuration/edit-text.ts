import type { ConfigurationEdit } from './edit.ts';
import { addrOf, hostAndPort, isTable, type Table } from './edit-table.ts';
import { keyPath, startsWith } from './key-path.ts';
import { Strange } from './strange.ts';
import { outline, type Span, type Statement } from './toml-outline.ts';

interface Change extends Span {
  readonly text: string;
}

const keyText = (part: string): string => (/^[\w-]+$/.test(part) ? part : JSON.stringify(part));

function withChanges(text: string, changes: readonly Change[]): string {
  return [...changes]
    .sort((a, b) => b.start - a.start)
    .reduce((made, { start, end, text: put }) => made.slice(0, start) + put + made.slice(end), text);
}

function only(found: readonly Statement[], what: string): Statement {
  const [first, ...more] = found;
  if (!first || more.length > 0) throw new Strange(`${what} is not written in one place`);
  return first;
}

const exactly = (statements: readonly Statement[], path: readonly string[]): Statement[] =>
  statements.filter((each) => each.path.length === path.length && startsWith(each.path, path));

/** Every place where a key's last part is written: its own, those of its section's headers, those below it. */
function renamings(statements: readonly Statement[], path: readonly string[], to: string): Change[] {
  return statements.flatMap(({ path: whole, segments }) => {
    const segment = segments[path.length - 1 - (whole.length - segments.length)];
    return startsWith(whole, path) && segment ? [{ ...segment, text: keyText(to) }] : [];
  });
}

function removals(statements: readonly Statement[], path: readonly string[]): Change[] {
  const own = statements.filter((each) => startsWith(each.path, path));
  const [braces] = own.filter(({ inline }) => inline);
  const outer = own.filter(({ inline }) => !inline);
  if (braces && outer.every(({ path: whole }) => whole.length > path.length))
    throw new Strange(`${path.join('.')} is written within braces`);
  return outer.map(({ lines }) => ({ ...lines, text: '' }));
}

function valueAt(whole: Table, path: readonly string[]): unknown {
  return path.reduce<unknown>((here, part) => (isTable(here) ? here[part] : undefined), whole);
}

/** `{ host = "…", port = N }` as TOML writes it. */
function tableText(value: unknown): string {
  const pair = hostAndPort(value);
  if (!pair) throw new Strange('the address has another form');
  return `{ host = ${JSON.stringify(pair.host)}, port = ${pair.port} }`;
}

function joined(statements: readonly Statement[], whole: Table, path: readonly string[]): Change[] {
  const host = only(exactly(statements, [...path, 'host']), 'the host');
  const port = only(exactly(statements, [...path, 'port']), 'the port');
  const section = valueAt(whole, path);
  const name = host.segments.at(-1);
  const addr = isTable(section) ? addrOf(section) : undefined;
  if (addr === undefined || !name || host.inline || port.inline)
    throw new Strange('host and port are written within braces');
  return [
    { ...name, text: 'addr' },
    { ...host.value, text: JSON.stringify(addr) },
    { ...port.lines, text: '' },
  ];
}

function changesOf(edit: ConfigurationEdit, statements: readonly Statement[], whole: Table): Change[] {
  const path = keyPath(edit.key);
  const value = (): Span => only(exactly(statements, path), edit.key).value;
  switch (edit.action) {
    case 'rename':
      return renamings(statements, path, edit.to);
    case 'remove':
      return removals(statements, path);
    case 'set':
      return [{ ...value(), text: JSON.stringify(edit.value) }];
    case 'section':
      return [];
    case 'reshape':
      return edit.form === 'addr'
        ? joined(statements, whole, path)
        : [{ ...value(), text: tableText(valueAt(whole, path)) }];
  }
}

function withSection(text: string, key: string): string {
  const newline = text.includes('\r\n') ? '\r\n' : '\n';
  const start = text === '' || text.endsWith('\n') ? text : `${text}${newline}`;
  return `${start}${start === '' ? '' : newline}[${key}]${newline}`;
}

/**
 * A TOML text with an edit made that has something to change, everything else byte for byte as it was.
 * @throws Strange where the text is written so that no line can be changed safely
 */
export function editText(text: string, edit: ConfigurationEdit, whole: Table): string {
  if (edit.action === 'section') return withSection(text, edit.key);
  const statements = outline(text);
  const path = keyPath(edit.key);
  const inEach = edit.action === 'rename' || edit.action === 'remove';
  if (!inEach && statements.some((each) => each.repeated && startsWith(each.path, path)))
    throw new Strange(`${edit.key} is written in a list of tables`);
  return withChanges(text, changesOf(edit, statements, whole));
}
