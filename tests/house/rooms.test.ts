import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { importsOf } from './imports.ts';
import { breach, placeOf, storeys } from './rooms.ts';
import { entryFor, mayTouch, touches } from './this-machine.ts';

const src = join(import.meta.dirname, '../../src');
const files = readdirSync(src, { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.ts'));
const web = join(import.meta.dirname, '../../web');
const page = readdirSync(web, { recursive: true, encoding: 'utf8' }).filter((path) => /\.tsx?$/.test(path));
const code = files.filter((path) => !/(\.(test|real|suite)|contract)\.ts$/.test(path));

/** Simulated parts keep what they hold in memory, and what steps keep in files. */
const isSimulated = (path: string): boolean => /\/simulated-[^/]+\.ts$/.test(path);

/** Value imports between our own files; `import type` and `{ type X }` alone are free. */
function valueImports(path: string): string[] {
  return importsOf(path, readFileSync(join(src, path), 'utf8'))
    .filter(({ onlyTypes }) => !onlyTypes)
    .map(({ target }) => target);
}

describe('the house', () => {
  it('has files to judge', () => {
    expect(code.length).toBeGreaterThan(50);
    expect(valueImports('app/steps/index.ts').length).toBeGreaterThan(5);
  });

  it('knows every storey and room', () => {
    const unknown = code.filter((path) => {
      const { storey, room } = placeOf(path);
      const known = storeys.find(({ name }) => name === storey);
      return !known || (known.rooms.length > 0 && !(known.rooms as readonly string[]).includes(room ?? ''));
    });
    expect(unknown).toEqual([]);
  });

  it('keeps the table of rooms', () => {
    const breaches = code.flatMap((path) =>
      valueImports(path)
        .filter((target) => !target.startsWith('..'))
        .map((target) => ({ path, target, why: breach(placeOf(path), placeOf(target)) }))
        .filter(({ why }) => why !== undefined),
    );
    expect(breaches).toEqual([]);
  });

  it('has the page take values from core/run alone, and types from anywhere', () => {
    const taken = page
      .filter((path) => !/\.test\.tsx?$/.test(path))
      .flatMap((path) => importsOf(join('web', path), readFileSync(join(web, path), 'utf8')))
      .filter(({ target, onlyTypes }) => !onlyTypes && target.startsWith('src/'))
      .map(({ target }) => target);
    expect(taken.length).toBeGreaterThan(5);
    expect(taken.filter((target) => !target.startsWith('src/core/run/'))).toEqual([]);
  });

  it('has the page show no text as markup, and carry no style that its policy forbids', () => {
    const markup =
      /dangerouslySetInnerHTML|innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|\sstyle=/;
    expect(page.filter((path) => markup.test(readFileSync(join(web, path), 'utf8')))).toEqual([]);
  });

  it('keeps core free of input and output', () => {
    const impure = code
      .filter((path) => path.startsWith('core/'))
      .filter((path) =>
        /from 'node:(fs|child_process|net|http|os|process)|\bprocess\.|Date\.now|new Date\(\)|Math\.random/.test(
          readFileSync(join(src, path), 'utf8'),
        ),
      );
    expect(impure).toEqual([]);
  });

  it('has steps read documents of a run’s folder through the one reader that says which file was damaged', () => {
    const reading = code.filter((path) => {
      const text = readFileSync(join(src, path), 'utf8');
      return path.startsWith('app/steps/') && text.includes('keptFile.read(') && text.includes('JSON.parse(');
    });
    expect(reading).toEqual(['app/steps/kept-document.ts']);
  });

  it('keeps every file below 300 lines', () => {
    const all = [...files.map((path) => join(src, path)), ...page.map((path) => join(web, path))];
    const long = all.filter((path) => readFileSync(path, 'utf8').split('\n').length > 300);
    expect(long).toEqual([]);
  });

  it('touches the machine that it runs on only where a reason says so', () => {
    const touching = code
      .filter((path) => !isSimulated(path))
      .filter((path) => touches.test(readFileSync(join(src, path), 'utf8')));
    expect(touching.filter((path) => entryFor(path) === undefined)).toEqual([]);
    const used = new Set(touching.map(entryFor));
    expect(Object.keys(mayTouch).filter((entry) => !used.has(entry))).toEqual([]);
  });

  it('prints only in the command line', () => {
    const printing = code
      .filter((path) => !path.startsWith('ui/cli/'))
      .filter((path) => /console\.|process\.std(out|err)\.write/.test(readFileSync(join(src, path), 'utf8')));
    expect(printing).toEqual([]);
  });

  it('names no package index, no machine path', () => {
    const banned = new RegExp(
      [['py', 'pi', '\\.org'].join(''), ['npm', 'js\\.'].join(''), '/root/', '/work/'].join('|'),
    );
    expect(files.filter((path) => banned.test(readFileSync(join(src, path), 'utf8')))).toEqual([]);
  });
});

describe('breach', () => {
  it.each([
    ['core/path', 'core/versions', undefined],
    ['core/versions', 'core/path', 'versions stands above path'],
    ['core/plan', 'io/hosts', 'core may not import from io'],
    ['ui/cli', 'io/hosts', 'ui may not import from io'],
    ['ui/cli', 'sandbox', undefined],
    ['attic/x', 'lib', 'there is no storey "attic"'],
  ])('%s → %s', (from, to, why) => {
    expect(breach(placeOf(`${from}/a.ts`), placeOf(`${to}/b.ts`))).toBe(why);
  });
});

describe('what touches this machine', () => {
  it.each([
    ["import { readFile } from 'node:fs/promises';", true],
    ["import { spawn } from 'node:child_process';", true],
    ["import { homedir } from 'node:os';", true],
    ["import pg from 'pg';", true],
    ['const answer = await fetch(url);', true],
    ["const host = localHost('control');", true],
    ['await thisMachine.run(command);', true],
    ['await writeFileAtomic(path, text);', true],
    ["const home = process.env['HOME'];", true],
    ["import { join } from 'node:path';", false],
    ["await host.readText(path); await host.signal([process.pid], 'SIGTERM');", false],
  ])('%s', (text, does) => {
    expect(touches.test(text)).toBe(does);
  });

  it.each([
    ['io/hosts/local.ts', 'io/hosts/'],
    ['app/steps/kept-file.ts', 'app/steps/kept-file.ts'],
    ['app/steps/service-start.ts', undefined],
  ])('%s falls under %s', (path, entry) => {
    expect(entryFor(path)).toBe(entry);
  });
});
