import { expect, it } from 'vitest';
import { parseVersion } from './parse-version.ts';
import { parseRange } from './version-range.ts';

it.each([
  ['*', '22.09.0 26.09.6', ''],
  ['<24.09', '24.03.11 22.09.0', '24.09.0rc1 24.09.0 25.01.1'],
  ['>=24.09', '24.09.0rc1 24.09.0 25.01.1', '24.03.11'],
  ['<=24.09', '24.09.14', '24.12.0'],
  ['>24.09', '24.12.0', '24.09.14'],
  ['24.03.x', '24.03.0 24.03.0b1 24.3.11', '24.09.0'],
  ['24.03', '24.03.11', '23.09.0'],
  ['<24.09.0', '24.09.0rc1', '24.09.0'],
  ['>=24.09.1 <25.04', '24.09.1 25.03.3', '24.09.0 25.04.0'],
  ['22.09.22 || >=26.04.0 <26.04.8 || 26.07.0', '22.09.22 26.04.7 26.07.0', '22.09.23 26.04.8 26.07.1'],
  ['24.9.4', '24.09.4', '24.09.5'],
])('%s has %s but not %s', (text, inside, outside) => {
  const range = parseRange(text);
  const all = (words: string) => words.split(' ').filter(Boolean).map(parseVersion);
  expect(all(inside).filter((version) => !range.has(version))).toEqual([]);
  expect(all(outside).filter((version) => range.has(version))).toEqual([]);
});

it.each(['', '>=', '24', '>=24.09 <', 'new', '~24.09', '24.09.1,24.09.2', '^24.03.1'])(
  '"%s" is no range',
  (text) => {
    expect(() => parseRange(text)).toThrowError(expect.objectContaining({ code: 'version.malformed' }));
  },
);
