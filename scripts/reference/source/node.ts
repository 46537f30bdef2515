/** A node of a syntax tree, as the parser of Vite gives it (ESTree). */
export interface Node {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  readonly [key: string]: unknown;
}

export const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && typeof (value as Node).type === 'string';

/** What is within a node by one key, as nodes. */
export function nodesAt(node: Node, key: string): readonly Node[] {
  const value = node[key];
  return (Array.isArray(value) ? value : [value]).filter(isNode);
}

export const nodeAt = (node: Node, key: string): Node | undefined => nodesAt(node, key)[0];

/** The name of an identifier, or of a key that is written out. */
export function nameOf(node: Node | undefined): string | undefined {
  if (node?.type === 'Identifier') return String(node['name']);
  return node?.type === 'Literal' && typeof node['value'] === 'string' ? node['value'] : undefined;
}

/** Calls back for each node, those outside first; `within` are the nodes that it lies in, the nearest last. */
export function walk(
  node: Node,
  onNode: (node: Node, within: readonly Node[]) => void,
  within: readonly Node[] = [],
): void {
  onNode(node, within);
  const inside = [...within, node];
  for (const value of Object.values(node))
    for (const each of Array.isArray(value) ? value : [value]) if (isNode(each)) walk(each, onNode, inside);
}

/** What an object has under a key, as somebody would write it: `object.key`. */
export const memberOf = (object: Node, key: string, { start, end }: Node = object): Node => ({
  type: 'MemberExpression',
  ...{ start, end, object },
  property: { type: 'Identifier', name: key, start, end },
});

/** The names that a pattern gives to parts of what it takes apart, each with its key; of a plain name no key. */
export function namesIn(pattern: Node): { readonly name: string; readonly key: string | undefined }[] {
  const given = pattern.type === 'AssignmentPattern' ? (nodeAt(pattern, 'left') ?? pattern) : pattern;
  const own = nameOf(given);
  if (own !== undefined) return [{ name: own, key: undefined }];
  return nodesAt(given, 'properties').flatMap((property) => {
    const inside = nodeAt(property, 'value');
    const name = nameOf(inside?.type === 'AssignmentPattern' ? nodeAt(inside, 'left') : inside);
    const key = nameOf(nodeAt(property, 'key'));
    return name === undefined || key === undefined ? [] : [{ name, key }];
  });
}

export const isFunction = ({ type }: Node): boolean =>
  type === 'ArrowFunctionExpression' || type === 'FunctionDeclaration' || type === 'FunctionExpression';
