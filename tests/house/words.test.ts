import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { retiredWords } from './retired-words.ts';

const root = join(import.meta.dirname, '../..');

/** Files that quote others, and the glossary itself. */
const quoting: readonly (readonly [path: string, why: string])[] = [
  ['ARCHITECTURE.md', 'its glossary names the retired words'],
  ['docs/trials.md', 'quotes what the vendor’s programs printed'],
  ['src/core/path/trials.generated.json', 'quotes what the vendor’s programs printed'],
  ['src/core/path/migration-trials.generated.json', 'quotes what the vendor’s programs printed'],
  ['src/core/catalog/data', 'is the vendor’s'],
];

const texts = [
  ...['src', 'docs', 'web'].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map((path) => join(folder, path)),
  ),
  'README.md',
  'AGENTS.md',
].filter(
  (path) => /\.(tsx?|py|md|ya?ml|json)$/.test(path) && !quoting.some(([each]) => path.startsWith(each)),
);

function usesOf(pattern: RegExp): string[] {
  return texts.flatMap((path) =>
    readFileSync(join(root, path), 'utf8')
      .split('\n')
      .flatMap((line, index) =>
        [...line.matchAll(pattern)].map(([found]) => `${path}:${index + 1} ${found}`),
      ),
  );
}

describe('one word a concept', () => {
  it.each(retiredWords)('$word is not used, but $instead', ({ pattern }) => {
    expect(usesOf(pattern)).toEqual([]);
  });

  it('holds for all of the code and the docs', () => {
    expect(texts.length).toBeGreaterThan(600);
    expect(usesOf(/\bmanual step\b/g).length).toBeGreaterThan(10);
  });

  it.each([
    ['mend', ['mend it', 'is mended', 'mendRows', 'withMend', 'Mended'], ['recommends', 'fix it', 'trimEnd']],
    ['by hand', ['steps by hand', 'By hand', 'by-hand', 'byHand', 'isByHand'], ['beforehand', 'handled']],
    ['confirm', ['confirmed', 'operator.confirm', 'operatorConfirm'], ['approve', 'configure']],
    ['word', ['your word', 'gave their word', 'ended without a word'], ['password', 'words of a command']],
    ['window', ['in one window', 'windowsOf(path)', 'Windowing'], ['--windows one', 'the window of 20m']],
    ['own', ['ownTimes', 'OwnTime', 'ownVersion'], ['ownDatabase', 'its own time', 'known']],
    ['place', ['CopyPlace', 'placesOf', 'registryPlace'], ['in place of', 'placed', 'replace']],
  ])('finds "%s"', (word, uses, others) => {
    const { pattern } = retiredWords.find((each) => each.word === word) ?? { pattern: /never/g };
    expect(uses.filter((each) => each.search(pattern) < 0)).toEqual([]);
    expect(others.filter((each) => each.search(pattern) >= 0)).toEqual([]);
  });
});
