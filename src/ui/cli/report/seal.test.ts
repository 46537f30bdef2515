import fc from 'fast-check';
import { expect, it } from 'vitest';
import { brokenSeal, sealed } from './seal.ts';

const text = Array.from({ length: 900 }, (_none, at) => `line ${at} with é and </script>`).join('\n');
const whole = sealed(text);

it('is whole as it was written', () => {
  expect(brokenSeal(whole)).toBeUndefined();
});

it('finds each single byte that was changed, wherever it is', () => {
  const bytes = Buffer.from(whole);
  fc.assert(
    fc.property(fc.nat(bytes.length - 2), fc.integer({ min: 1, max: 127 }), (at, by) => {
      const changed = Buffer.from(bytes);
      changed[at] = (changed[at] ?? 0) ^ by;
      expect(brokenSeal(changed.toString('utf8'))).toBeDefined();
    }),
    { numRuns: 300 },
  );
});

it.each<[string, (text: string) => string, RegExp]>([
  [
    'changed',
    (all) => all.replace('line 700 ', 'line 7O0 '),
    /between byte 20480 and 24576, at line 6\d\d or below$/,
  ],
  [
    'cut',
    (all) => all.replace(/line 800 .*\n/, ''),
    /at line \d+ or below; it has 31 bytes less than it had$/,
  ],
  [
    'longer',
    (all) => all.replace('line 3 ', 'line 3 more '),
    /between byte 0 and 4096.*; it has 5 bytes more/,
  ],
  ['without its end', (all) => all.slice(0, -3), /its seal, the last line, is missing/],
  [
    'sealed otherwise',
    (all) => all.replace(/seal (\d+) [0-9a-f]{4}/, 'seal $1 0000'),
    /its seal was changed/,
  ],
])('says where it was %s', (_what, change, why) => {
  expect(brokenSeal(change(whole))).toMatch(why);
});
