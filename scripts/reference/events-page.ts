import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { runEvent } from '../../src/core/run/event.ts';
import { root } from '../lib/baiup.ts';
import { type Node, nameOf, nodeAt, nodesAt, walk } from './source/node.ts';
import { readSource, type SourceFile } from './source/read-source.ts';

interface Shape {
  readonly type?: string | readonly string[];
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly format?: string;
  readonly items?: Shape;
  readonly prefixItems?: readonly Shape[];
  readonly anyOf?: readonly Shape[];
  readonly properties?: Readonly<Record<string, Shape>>;
  readonly required?: readonly string[];
}

/** A type in few words. */
function typeText(shape: Shape): string {
  if (shape.const !== undefined) return JSON.stringify(shape.const);
  if (shape.enum) return shape.enum.map((each) => JSON.stringify(each)).join(' or ');
  if (shape.anyOf) return shape.anyOf.map(typeText).join(' or ');
  if (shape.prefixItems) return `[${shape.prefixItems.map(typeText).join(', ')}]`;
  if (shape.type === 'array') return `list of ${typeText(shape.items ?? {})}`;
  if (shape.properties) {
    const { properties, required = [] } = shape;
    const parts = Object.entries(properties).map(
      ([name, each]) => `${name}${required.includes(name) ? '' : '?'}: ${typeText(each)}`,
    );
    return `{ ${parts.join(', ')} }`;
  }
  if (shape.format === 'date-time') return 'time';
  return typeof shape.type === 'string' ? shape.type : 'anything';
}

/** The comment that stands right above something. */
function commentAbove({ text, comments }: SourceFile, { start }: Node): string {
  const near = comments.find(({ end }) => end <= start && text.slice(end, start).trim() === '');
  return (near?.text ?? '')
    .replace(/^\s*\*+ ?/gm, '')
    .replace(/\s+/g, ' ')
    .trim();
}

/** What the code says of each event, and of each of its fields. */
function commentsOf(file: SourceFile): Map<string, string> {
  const said = new Map<string, string>();
  const fields = (kind: string, shape: Node): void => {
    for (const property of nodesAt(shape, 'properties')) {
      const spread = nameOf(nodeAt(property, 'argument'));
      const [from] = spread === undefined ? [] : (file.names.get(spread) ?? []);
      if (from && 'type' in from.value) fields(kind, from.value);
      const name = nameOf(nodeAt(property, 'key'));
      if (name !== undefined) said.set(`${kind} ${name}`, commentAbove(file, property));
    }
  };
  walk(file.program, (node) => {
    if (node.type !== 'CallExpression' || nameOf(nodeAt(node, 'callee')) !== 'fact') return;
    const [name, shape] = nodesAt(node, 'arguments');
    const kind = nameOf(name);
    if (kind === undefined) return;
    said.set(kind, commentAbove(file, node));
    if (shape) fields(kind, shape);
  });
  return said;
}

const common = ['seq', 'at', 'run', 'kind'];
const escaped = (text: string): string => text.replaceAll('|', '\\|');

export function eventsPage(): string {
  const path = join(root, 'src/core/run/event.ts');
  const said = commentsOf(readSource(path, readFileSync(path, 'utf8')));
  const sections = runEvent.options.map((option) => {
    const shape = z.toJSONSchema(option, { io: 'input' }) as Shape;
    const kind = String(shape.properties?.['kind']?.const);
    const rows = Object.entries(shape.properties ?? {})
      .filter(([name]) => !common.includes(name))
      .map(([name, each]) => {
        const optional = shape.required?.includes(name) ? '' : ', optional';
        const comment = said.get(`${kind} ${name}`) ?? '';
        return `| \`${name}\` | ${escaped(typeText(each))}${optional} | ${escaped(comment)} |`;
      });
    const table = rows.length > 0 ? ['| field | type | |\n|---|---|---|', ...rows].join('\n') : undefined;
    return [`## ${kind}`, said.get(kind), table].filter(Boolean).join('\n\n');
  });
  return [
    '# Events',
    'Generated from the code by `npm run reference`; a test fails when it is stale.',
    "A run's journal is its events, one JSON document a line. `baiup show RUN --format jsonl` prints them, with `--follow` as they come. Each has `seq` (from 1, without gaps), `at` (ISO 8601 in UTC), `run` and `kind`; in the journal also the hash of the event before. Numbers called `seconds` are seconds. What [hooks](../hooks.md) are told are other, fewer moments with names of their own.",
    ...sections,
  ].join('\n\n');
}
