import fc from 'fast-check';
import { expect, it } from 'vitest';
import { type ScratchPurpose, scratchName, scratchPrefix } from './scratch-name.ts';

const purpose: fc.Arbitrary<ScratchPurpose> = fc.record({
  run: fc.stringMatching(/^[0-9a-f]{12}$/),
  hop: fc.integer({ min: 1, max: 99 }),
  database: fc.option(fc.stringMatching(/^[a-z][a-z0-9-]{0,31}$/), { nil: undefined }),
});

it('names no two purposes the same, within what PostgreSQL keeps of a name', () => {
  fc.assert(
    fc.property(fc.string(), purpose, purpose, (beside, one, other) => {
      const [name, another] = [scratchName(beside, one), scratchName(beside, other)];
      expect(name.startsWith(scratchPrefix(beside))).toBe(true);
      expect(Buffer.byteLength(name)).toBeLessThanOrEqual(63);
      expect(name === another).toBe(JSON.stringify(one) === JSON.stringify(other));
    }),
  );
});

it.each([
  [
    { run: 'a1b2c3d4e5f6', hop: 1 },
    { run: 'a1b2c3d4e5f6', hop: 2 },
  ],
  [
    { run: 'a1b2c3d4e5f6', hop: 1 },
    { run: 'a1b2c3d4e5f6', hop: 11 },
  ],
  [
    { run: 'a1b2c3d4e5f6', hop: 1 },
    { run: 'a1b2c3d4e5f6', hop: 1, database: 'pc1' },
  ],
  [
    { run: 'a1b2c3d4e5f6', hop: 1, database: 'pc-1' },
    { run: 'a1b2c3d4e5f6', hop: 1, database: 'pc1' },
  ],
  [
    { run: 'a1b2c3d4e5f6', hop: 1, database: `a${'-'.repeat(31)}` },
    { run: 'a1b2c3d4e5f6', hop: 1, database: `a${'-'.repeat(30)}b` },
  ],
])('%j and %j', (one, other) => {
  expect(scratchName('backend', one)).not.toBe(scratchName('backend', other));
});
