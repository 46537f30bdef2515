import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { circlesIn } from './circles.ts';
import { importsOf } from './imports.ts';
import { lonelyFiles } from './lonely-files.ts';

const root = join(import.meta.dirname, '../..');
const files = ['src', 'scripts', 'tests', 'web'].flatMap((folder) =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((path) => /\.tsx?$/.test(path))
    .map((path) => join(folder, path)),
);
const graph = new Map(
  files.map((path) => {
    const imports = importsOf(path, readFileSync(join(root, path), 'utf8'));
    return [path, imports.map(({ target }) => target)];
  }),
);

describe('imports', () => {
  it('are seen, and lead to files that exist', () => {
    const targets = [...graph.values()].flat();
    expect(targets.length).toBeGreaterThan(1000);
    const strange = targets.filter((target) => /^(src|web).*\.tsx?$/.test(target) && !graph.has(target));
    expect(strange).toEqual([]);
  });

  it('go round in no circle, types included', () => {
    expect(circlesIn(graph)).toEqual([]);
  });

  it('lead to no file of a few lines from one other file alone: it goes into that one', () => {
    const linesOf = (path: string): number => readFileSync(join(root, path), 'utf8').split('\n').length - 1;
    expect(lonelyFiles(graph, linesOf)).toEqual([]);
  });
});

describe('importsOf', () => {
  it.each([
    ["import { a } from './b.ts';", ['x/b.ts'], []],
    ["import {\n  a,\n  type B,\n} from '../b.ts';", ['b.ts'], []],
    ["import type { A } from './b.ts';", [], ['x/b.ts']],
    ["import { type A, type B } from './b.ts';", [], ['x/b.ts']],
    ["export { a } from './b.ts';", ['x/b.ts'], []],
    ["import './b.ts';", ['x/b.ts'], []],
    ["const b = await import('./b.ts');", ['x/b.ts'], []],
    ["type A = import('./b.ts').A;", ['x/b.ts'], []],
    ["import { join } from 'node:path';\nimport { z } from 'zod';", [], []],
    ["import { z } from 'zod';\nimport { a } from './b.ts';", ['x/b.ts'], []],
  ])('%j', (text, values, types) => {
    const imports = importsOf('x/a.ts', text);
    const targets = (only: boolean) =>
      imports.filter(({ onlyTypes }) => onlyTypes === only).map(({ target }) => target);
    expect(targets(false)).toEqual(values);
    expect(targets(true)).toEqual(types);
  });
});

describe('circlesIn', () => {
  const circles = (edges: Readonly<Record<string, readonly string[]>>) =>
    circlesIn(new Map(Object.entries(edges)));

  it('finds none where everything goes one way', () => {
    expect(circles({ a: ['b', 'c'], b: ['d'], c: ['d'], d: [] })).toEqual([]);
  });

  it('finds two files that import each other, beside what is no circle', () => {
    expect(circles({ top: ['a'], a: ['b'], b: ['a', 'ground'], ground: [] })).toEqual([['a', 'b']]);
  });

  it('finds a file that imports itself, and a long way round', () => {
    expect(circles({ self: ['self'], a: ['b'], b: ['c'], c: ['d'], d: ['a'] })).toEqual([
      ['a', 'b', 'c', 'd'],
      ['self'],
    ]);
  });

  it('finds each of two circles that share a file', () => {
    expect(circles({ a: ['m'], m: ['a', 'z'], z: ['m'] })).toEqual([
      ['a', 'm'],
      ['z', 'm'],
    ]);
  });
});

describe('lonelyFiles', () => {
  const graph = new Map([
    ['src/a.ts', ['src/small.ts', 'src/long.ts', 'src/shared.ts', 'src/app/checks/one.ts']],
    ['src/b.test.ts', ['src/shared.ts']],
    ...['src/small.ts', 'src/long.ts', 'src/shared.ts', 'src/app/checks/one.ts'].map(
      (path): [string, string[]] => [path, []],
    ),
  ]);

  it('finds a small file with one importer, none that is long, shared or registered', () => {
    const found = lonelyFiles(graph, (path) => (path === 'src/long.ts' ? 13 : 12));
    expect(found).toEqual([{ path: 'src/small.ts', goesInto: 'src/a.ts' }]);
  });
});
