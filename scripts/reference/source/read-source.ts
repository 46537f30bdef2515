import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { parseSync } from 'vite';
import { isFunction, memberOf, type Node, nameOf, namesIn, nodeAt, nodesAt, walk } from './node.ts';

/** A parameter of a function: by its place, and for one that is taken apart, by the key there. */
export interface Parameter {
  readonly of: string;
  readonly at: number;
  readonly key: string | undefined;
}

interface Declared {
  /** Where it can be seen. */
  readonly from: number;
  readonly to: number;
  readonly value: Node | Parameter;
}

/** One file of the code, with what its names mean. */
export interface SourceFile {
  readonly path: string;
  readonly text: string;
  readonly program: Node;
  readonly comments: readonly { readonly text: string; readonly end: number }[];
  readonly names: ReadonlyMap<string, readonly Declared[]>;
  /** Where a name comes from that is imported. */
  readonly imports: ReadonlyMap<string, { readonly path: string; readonly name: string }>;
}

/** All of the code, and who calls which function with what. */
export interface Source {
  readonly files: ReadonlyMap<string, SourceFile>;
  readonly calls: ReadonlyMap<string, readonly { readonly file: SourceFile; readonly call: Node }[]>;
}

/** The name that a function is called by. */
function calledBy(node: Node, parent: Node | undefined): string | undefined {
  if (node.type === 'FunctionDeclaration') return nameOf(nodeAt(node, 'id'));
  return parent?.type === 'VariableDeclarator' ? nameOf(nodeAt(parent, 'id')) : undefined;
}

function parametersOf(node: Node, name: string): [string, Parameter][] {
  return nodesAt(node, 'params').flatMap((given, at) =>
    namesIn(given).map((each): [string, Parameter] => [each.name, { of: name, at, key: each.key }]),
  );
}

export function readSource(path: string, text: string): SourceFile {
  const parsed = parseSync(path, text);
  const program = parsed.program as unknown as Node;
  const comments = parsed.comments.map(({ value, end }) => ({ text: value, end }));
  const names = new Map<string, Declared[]>();
  const imports = new Map<string, { path: string; name: string }>();
  const declare = (name: string, declared: Declared): void => {
    names.set(name, [...(names.get(name) ?? []), declared]);
  };
  walk(program, (node, within) => {
    const around = within.findLast((each) => each.type === 'BlockStatement' || isFunction(each)) ?? program;
    const seen = { from: around.start, to: around.end };
    if (node.type === 'VariableDeclarator') {
      const [pattern, value] = [nodeAt(node, 'id'), nodeAt(node, 'init')];
      for (const { name, key } of pattern && value ? namesIn(pattern) : [])
        if (value) declare(name, { ...seen, value: key === undefined ? value : memberOf(value, key) });
    }
    if (isFunction(node)) {
      const name = calledBy(node, within.at(-1));
      if (node.type === 'FunctionDeclaration' && name !== undefined) declare(name, { ...seen, value: node });
      for (const [own, value] of parametersOf(node, name ?? ''))
        declare(own, { from: node.start, to: node.end, value });
    }
    if (node.type === 'ImportDeclaration') {
      const from = String(nodeAt(node, 'source')?.['value']);
      if (!from.startsWith('.')) return;
      for (const each of nodesAt(node, 'specifiers')) {
        const [local, name] = [nameOf(nodeAt(each, 'local')), nameOf(nodeAt(each, 'imported'))];
        if (local && name) imports.set(local, { path: resolve(dirname(path), from), name });
      }
    }
  });
  return { path, text, program, comments, names, imports };
}

const isOurs = (path: string): boolean =>
  /\.ts$/.test(path) && !/\.(test|real)\.ts$|simulated|contract\.ts$|generated/.test(path);

/** Reads all code below a folder that is no test. */
export function readSources(folder: string): Source {
  const paths = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(isOurs).sort();
  return joined(
    paths.map((path) => readSource(join(folder, path), readFileSync(join(folder, path), 'utf8'))),
  );
}

export function joined(files: readonly SourceFile[]): Source {
  const calls = new Map<string, { file: SourceFile; call: Node }[]>();
  for (const file of files)
    walk(file.program, (call) => {
      if (call.type !== 'CallExpression') return;
      const typed = nameOf(nodeAt(call, 'callee'));
      if (typed === undefined) return;
      const imported = file.imports.get(typed);
      const key = imported ? `${imported.path}#${imported.name}` : `${file.path}#${typed}`;
      calls.set(key, [...(calls.get(key) ?? []), { file, call }]);
    });
  return { files: new Map(files.map((file) => [file.path, file])), calls };
}
