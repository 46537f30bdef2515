import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BaiupError } from '../../lib/errors.ts';
import { compareVersions } from './compare-versions.ts';
import { formatVersion } from './format-version.ts';
import { isCandidate } from './is-candidate.ts';
import { lineOf } from './line-of.ts';
import { parseVersion } from './parse-version.ts';
import { pipVersion } from './pip-version.ts';

describe('parseVersion', () => {
  it.each([
    ['24.03.5', '24.03.5', '24.3.5', '24.03'],
    ['24.3.5', '24.03.5', '24.3.5', '24.03'],
    ['24.03.05', '24.03.5', '24.3.5', '24.03'],
    [' 25.15.0RC1 ', '25.15.0rc1', '25.15.0rc1', '25.15'],
    ['25.15.0-rc1', '25.15.0rc1', '25.15.0rc1', '25.15'],
    ['23.9.0a2', '23.09.0a2', '23.9.0a2', '23.09'],
    ['24.3.0.dev3', '24.03.0.dev3', '24.3.0.dev3', '24.03'],
    ['24.10.10', '24.10.10', '24.10.10', '24.10'],
  ])('%s is %s', (text, printed, pip, line) => {
    const version = parseVersion(text);
    expect(version).toBe(printed);
    expect(pipVersion(version)).toBe(pip);
    expect(lineOf(version)).toBe(line);
    expect(parseVersion(pip)).toBe(version);
  });

  it.each([
    '',
    'latest',
    '24.03',
    '24.00.1',
    '24.03.5.1',
    '2024.03.5',
    '24.03.x',
    '24.03.5post1',
    '24.03.5 rc1',
  ])('%j is not a version', (text) => {
    expect(() => parseVersion(text)).toThrowError(BaiupError);
    expect(() => parseVersion(text)).toThrowError(
      expect.objectContaining({ code: 'version.malformed', exit: 64 }),
    );
  });
});

describe('compareVersions', () => {
  it('puts candidates before their final release, and numbers by value', () => {
    const sorted = [
      '23.09.9',
      '23.09.10',
      '24.03.0.dev0',
      '24.03.0a2',
      '24.03.0b1',
      '24.03.0rc1',
      '24.03.0rc10',
      '24.03.0',
    ];
    const versions = sorted.map(parseVersion);
    expect([...versions].reverse().sort(compareVersions)).toEqual(sorted);
    expect(versions.map(isCandidate)).toEqual([false, false, true, true, true, true, true, false]);
  });

  it('is zero exactly for the same text', () => {
    const candidate = fc.record({ tag: fc.constantFrom('dev', 'a', 'b', 'rc'), number: fc.nat(20) });
    const version = fc
      .record({
        year: fc.integer({ min: 20, max: 30 }),
        month: fc.integer({ min: 1, max: 20 }),
        patch: fc.nat(30),
      })
      .chain((numbers) =>
        fc.oneof(
          fc.constant(formatVersion(numbers)),
          candidate.map((each) => formatVersion({ ...numbers, candidate: each } as never)),
        ),
      );
    fc.assert(
      fc.property(version, version, (a, b) => {
        expect(compareVersions(a, b) === 0).toBe(a === b);
        expect(Math.sign(compareVersions(a, b))).toBe(-Math.sign(compareVersions(b, a)) + 0);
        expect(parseVersion(pipVersion(a))).toBe(a);
      }),
    );
  });
});
