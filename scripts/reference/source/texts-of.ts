import { isFunction, isNode, memberOf, type Node, nameOf, nodeAt, nodesAt, walk } from './node.ts';
import type { Parameter, Source, SourceFile } from './read-source.ts';

/** A node with the file that it stands in. */
export interface Placed {
  readonly file: SourceFile;
  readonly node: Node;
}

/** A call of each function that somebody wants to know the texts of, by the function. */
export type Calls = ReadonlyMap<string, { readonly file: SourceFile; readonly call: Node }>;

const deepest = 8;
const mostTexts = 40;

const isParameter = (value: Node | Parameter): value is Parameter => !isNode(value);

/** Forms that change nothing about a value. */
const wrapped: Readonly<Record<string, string>> = {
  ParenthesizedExpression: 'expression',
  TSAsExpression: 'expression',
  TSSatisfiesExpression: 'expression',
  TSNonNullExpression: 'expression',
  ChainExpression: 'expression',
  AwaitExpression: 'argument',
};

/** The parts of an expression of which one is its value. */
function choicesOf(node: Node): (Node | undefined)[] | undefined {
  const inside = wrapped[node.type];
  if (inside) return [nodeAt(node, inside)];
  if (node.type === 'ConditionalExpression') return [nodeAt(node, 'consequent'), nodeAt(node, 'alternate')];
  return node.type === 'LogicalExpression' ? [nodeAt(node, 'left'), nodeAt(node, 'right')] : undefined;
}

/** What a name means where it stands: the nearest that declares it. */
function declared({ file, node }: Placed): Node | Parameter | undefined {
  const near = (file.names.get(nameOf(node) ?? '') ?? []).filter(
    ({ from, to }) => from <= node.start && node.end <= to,
  );
  return near.sort((one, other) => one.to - one.from - (other.to - other.from))[0]?.value;
}

/** Names that tell a reader something; whatever else stands in a text is left out. */
function standIn(node: Node): string {
  const name = nameOf(node) ?? nameOf(nodeAt(node, 'property'));
  if (name === 'length') return '‹n›';
  return name === undefined ? '…' : `‹${name}›`;
}

const sums = (left: readonly string[], right: readonly string[]): string[] =>
  left.flatMap((one) => right.map((other) => one + other)).slice(0, mostTexts);

/** What a function answers, as expressions. */
function answersOf(node: Node): Node[] {
  const body = nodeAt(node, 'body');
  if (!body) return [];
  if (body.type !== 'BlockStatement') return [body];
  const found: Node[] = [];
  walk(body, (each, within) => {
    const argument = each.type === 'ReturnStatement' ? nodeAt(each, 'argument') : undefined;
    if (argument && !within.some(isFunction)) found.push(argument);
  });
  return found;
}

/**
 * Follows names through the code, from where they are used to where their values are written.
 * @param calls of functions that are looked at for one call alone
 */
export function openTexts(source: Source, calls: Calls = new Map()) {
  /** What a parameter is given by those who call its function. */
  function given({ of, at, key }: Parameter, { path }: SourceFile): Placed[] {
    const called = `${path}#${of}`;
    const only = calls.get(called);
    return (only ? [only] : (source.calls.get(called) ?? [])).flatMap(({ file, call }) => {
      const node = nodesAt(call, 'arguments')[at];
      if (!node) return [];
      return [{ file, node: key === undefined ? node : memberOf(node, key) }];
    });
  }

  /** What a name means: every value that it may have, as expressions. */
  function meaning(at: Placed): Placed[] {
    const name = nameOf(at.node) ?? '';
    const imported = at.file.imports.get(name);
    if (imported) {
      const home = source.files.get(imported.path);
      const values = home?.names.get(imported.name) ?? [];
      return values.flatMap(({ value }) =>
        home && !isParameter(value) ? [{ file: home, node: value }] : [],
      );
    }
    const nearest = declared(at);
    if (!nearest) return [];
    return isParameter(nearest) ? given(nearest, at.file) : [{ file: at.file, node: nearest }];
  }

  /** Where the values of an expression are written, as far as that can be told. */
  function written(at: Placed, depth = 0): Placed[] {
    const { file, node } = at;
    if (depth > deepest) return [];
    const choices = choicesOf(node);
    if (choices) return choices.flatMap((each) => (each ? written({ file, node: each }, depth + 1) : []));
    switch (node.type) {
      case 'Identifier':
        return meaning(at).flatMap((each) => written(each, depth + 1));
      case 'MemberExpression': {
        const [object, key] = [nodeAt(node, 'object'), nameOf(nodeAt(node, 'property'))];
        if (object && node['computed'] === true)
          return written({ file, node: object }, depth + 1).flatMap((each) =>
            nodesAt(each.node, 'properties').flatMap((property) => {
              const value = nodeAt(property, 'value');
              return value ? written({ file: each.file, node: value }, depth + 1) : [];
            }),
          );
        if (!object || key === undefined) return [];
        return valuesAt({ file, node: object }, key, depth + 1).flatMap((each) => written(each, depth + 1));
      }
      case 'CallExpression': {
        const callee = nodeAt(node, 'callee');
        const functions = callee ? written({ file, node: callee }, depth + 1) : [];
        return functions
          .filter((each) => isFunction(each.node))
          .flatMap((each) => answersOf(each.node).map((answer) => ({ file: each.file, node: answer })))
          .flatMap((each) => written(each, depth + 1));
      }
      default:
        return [at];
    }
  }

  /** What an object has under a key, also by objects that are spread into it. */
  function valuesAt(at: Placed, key: string, depth = 0): Placed[] {
    return written(at, depth + 1).flatMap(({ file, node }) =>
      node.type !== 'ObjectExpression'
        ? []
        : nodesAt(node, 'properties').flatMap((property) => {
            const spread = property.type === 'SpreadElement' ? nodeAt(property, 'argument') : undefined;
            if (spread) return valuesAt({ file, node: spread }, key, depth + 1);
            const value = nodeAt(property, 'value');
            return nameOf(nodeAt(property, 'key')) === key && value ? [{ file, node: value }] : [];
          }),
    );
  }

  /** Every text that an expression may come to; what nobody can tell beforehand is named or left out (…). */
  function textsOf(at: Placed, depth = 0): string[] {
    const { file, node } = at;
    if (depth > deepest) return [standIn(node)];
    const inside = (each: Node | undefined): string[] =>
      each ? textsOf({ file, node: each }, depth + 1) : ['…'];
    const choices = choicesOf(node);
    // For one call it is known whether the first is there: then what stands in for it does not count.
    if (choices && node['operator'] === '??' && calls.size > 0) {
      const [first] = choices;
      if (first && written({ file, node: first }, depth + 1).length > 0) return inside(first);
    }
    if (choices) return choices.flatMap(inside);
    switch (node.type) {
      case 'Literal':
        return ['string', 'number'].includes(typeof node['value']) ? [String(node['value'])] : [];
      case 'TemplateLiteral': {
        const parts = nodesAt(node, 'expressions');
        return nodesAt(node, 'quasis').reduce<string[]>(
          (before, quasi, index) => {
            const texts = sums(before, [(quasi['value'] as { cooked: string }).cooked]);
            const part = parts[index];
            return part ? sums(texts, inside(part)) : texts;
          },
          [''],
        );
      }
      case 'BinaryExpression':
        return node['operator'] === '+'
          ? sums(inside(nodeAt(node, 'left')), inside(nodeAt(node, 'right')))
          : ['…'];
      case 'Identifier':
      case 'MemberExpression':
      case 'CallExpression': {
        if (nameOf(node) === 'undefined') return [];
        const found = written(at, depth).filter((each) => each.node !== node);
        const texts = found.flatMap((each) => textsOf(each, depth + 1));
        const unknown = node.type === 'CallExpression' ? '…' : standIn(node);
        return texts.length > 0 ? [...new Set(texts)] : [unknown];
      }
      case 'ArrowFunctionExpression':
      case 'FunctionDeclaration':
        return [...new Set(answersOf(node).flatMap(inside))];
      default:
        return [standIn(node)];
    }
  }

  /** The function whose callers decide what an expression comes to, as its calls are kept. */
  function decidedBy(at: Placed, depth = 0): string | undefined {
    const { file, node } = at;
    if (depth > deepest) return undefined;
    const [choice] = choicesOf(node) ?? [];
    const next = choice ?? (node.type === 'MemberExpression' ? nodeAt(node, 'object') : undefined);
    if (next) return decidedBy({ file, node: next }, depth + 1);
    const value = node.type === 'Identifier' ? declared(at) : undefined;
    if (!value) return undefined;
    if (!isParameter(value)) return decidedBy({ file, node: value }, depth + 1);
    const called = `${file.path}#${value.of}`;
    if (!calls.has(called)) return value.of === '' || !source.calls.has(called) ? undefined : called;
    const [more] = given({ ...value, key: undefined }, file);
    return more && decidedBy(more, depth + 1);
  }

  return {
    textsOf: (at: Placed): string[] => textsOf(at),
    valuesAt: (at: Placed, key: string): Placed[] => valuesAt(at, key),
    decidedBy: (at: Placed): string | undefined => decidedBy(at),
  };
}
