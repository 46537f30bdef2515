import { isFunction, memberOf, type Node, nameOf, nodeAt, nodesAt, walk } from '../source/node.ts';
import type { SourceFile } from '../source/read-source.ts';
import type { Placed } from '../source/texts-of.ts';

/** Where something is told under a code: the expressions of what it says, and of what to do. */
export interface Telling {
  readonly kind: 'error' | 'finding';
  readonly code: Placed;
  readonly says: readonly Placed[];
  readonly hints: readonly Placed[];
}

/** What `new BaiupError` and `super` of it are given. */
function thrown(file: SourceFile, [code, message, details]: readonly Node[]): Telling | undefined {
  if (!code) return undefined;
  return {
    kind: 'error',
    code: { file, node: code },
    says: message ? [{ file, node: message }] : [],
    hints: details ? [{ file, node: memberOf(details, 'hint') }] : [],
  };
}

const keyOf = (property: Node): string | undefined => nameOf(nodeAt(property, 'key'));

/** How an object names what it says: findings first. */
const saying = ['summary', 'message', 'says', 'why', 'what'];

/** An object that has a code, or that takes one over from another, and says something. */
function toldByObject(file: SourceFile, node: Node): Telling | undefined {
  const properties = nodesAt(node, 'properties');
  const keys = properties.map(keyOf);
  const key = saying.find((each) => keys.includes(each));
  const isPlain = ['summary', 'message', 'says'].includes(key ?? '') || keys.includes('hint');
  const own = properties.find((property) => keyOf(property) === 'code');
  const spread = properties.find(({ type }) => type === 'SpreadElement');
  const from = spread && nodeAt(spread, 'argument');
  const code = own ? nodeAt(own, 'value') : key === 'summary' && from ? memberOf(from, 'code') : undefined;
  const all = key ?? (own && from ? 'summary' : undefined);
  if (!code || all === undefined || (key !== undefined && !isPlain)) return undefined;
  const placed = (name: string): Placed => ({ file, node: memberOf(node, name) });
  const kind = all === 'message' || all === 'what' ? 'error' : 'finding';
  return { kind, code: { file, node: code }, says: [placed(all)], hints: [placed('hint')] };
}

/** What a node tells, if it tells something under a code. */
export function tellingAt(file: SourceFile, node: Node, within: readonly Node[]): Telling | undefined {
  const callee = nodeAt(node, 'callee');
  const args = nodesAt(node, 'arguments');
  if (node.type === 'NewExpression' && nameOf(callee) === 'BaiupError') return thrown(file, args);
  if (node.type === 'CallExpression' && callee?.type === 'Super') {
    const around = within.findLast(({ type }) => type === 'ClassDeclaration');
    return nameOf(around && nodeAt(around, 'superClass')) === 'BaiupError' ? thrown(file, args) : undefined;
  }
  if (node.type === 'CallExpression' && nameOf(callee) === 'usageError') {
    const hints = args.slice(2, 3).map((hint) => ({ file, node: hint }));
    const told = thrown(file, args.slice(0, 2));
    return told && { ...told, hints };
  }
  return node.type === 'ObjectExpression' ? toldByObject(file, node) : undefined;
}

/** All that is said in a function, and in those of its file that it calls. */
function saidIn(file: SourceFile, node: Node, seen: Set<Node> = new Set()): Node[] {
  if (seen.has(node)) return [];
  seen.add(node);
  const found: Node[] = [];
  walk(node, (each) => {
    if (each.type === 'ObjectExpression' && nodesAt(each, 'properties').map(keyOf).includes('summary'))
      found.push(each);
    const called = each.type === 'CallExpression' ? nameOf(nodeAt(each, 'callee')) : undefined;
    for (const { value } of called === undefined ? [] : (file.names.get(called) ?? []))
      if ('type' in value && isFunction(value)) found.push(...saidIn(file, value, seen));
  });
  return found;
}

/** What a check tells whose findings get their code elsewhere: it has a code, and a function that finds. */
export function toldByCheck(file: SourceFile, node: Node): Telling | undefined {
  const args = nodesAt(node, 'arguments');
  const find = nodesAt(node, 'properties').find((property) => keyOf(property) === 'find');
  const own = nodesAt(node, 'properties').find((property) => keyOf(property) === 'code');
  const code = find && own ? nodeAt(own, 'value') : node.type === 'CallExpression' ? args[0] : undefined;
  const functions = find ? [nodeAt(find, 'value')] : args.slice(1);
  if (code?.type !== 'Literal') return undefined;
  const said = functions.flatMap((each) => (each && isFunction(each) ? saidIn(file, each) : []));
  const placed = (name: string): Placed[] => said.map((each) => ({ file, node: memberOf(each, name) }));
  return { kind: 'finding', code: { file, node: code }, says: placed('summary'), hints: placed('hint') };
}
