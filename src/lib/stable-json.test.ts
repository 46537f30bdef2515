import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { fingerprint, stableJson } from './stable-json.ts';

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

it('is the JSON of a value, with its keys sorted', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      expect(JSON.parse(stableJson(value))).toEqual(JSON.parse(JSON.stringify(value)));
    }),
  );
  expect(stableJson({ b: [1, { d: undefined, c: '"' }], a: new Date(0) })).toBe(
    '{"a":"1970-01-01T00:00:00.000Z","b":[1,{"c":"\\""}]}',
  );
});

it('a fingerprint is that of the stable text, however long it is', () => {
  const long = Array.from({ length: 20_000 }, (_each, index) => ({ b: `${index} → ü😀`, a: undefined }));
  for (const value of [1, null, undefined, { a: [] }, long]) {
    expect(fingerprint(value)).toBe(sha256(stableJson(value)));
  }
});

it('a fingerprint does not hang on the order of keys, and does on everything else', () => {
  expect(fingerprint({ a: 1, b: [1, 2] })).toBe(fingerprint({ b: [1, 2], a: 1 }));
  expect(fingerprint({ a: 1, b: [1, 2] })).not.toBe(fingerprint({ a: 1, b: [2, 1] }));
});
