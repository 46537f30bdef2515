import { describe, expect, it } from 'vitest';
import { jsonFlaw } from './json-flaw.ts';

describe('jsonFlaw', () => {
  it.each([
    ['{"a":1,"b":{"a":1},"c":[{"a":1},{"a":2}]}', undefined],
    ['{"a":"\\"a\\":1","b":"a\\\\"}', undefined],
    ['{"a":"{\\"x\\":1,", "x" : 2}', undefined],
    ['{"a":["a","a"],"b":"a"}', undefined],
    ['{"to":1,"to":1}', 'the key "to" appears twice'],
    ['{"hops":[{"to":1, "x":[] , "to" : 2}]}', 'the key "to" appears twice in hops'],
    ['{"a":{"b":{"c":1,"\\u0063":2}}}', 'the key "c" appears twice in a.b'],
    [`${'['.repeat(41)}${']'.repeat(41)}`, 'it is nested more than 40 deep'],
    [`${'{"a":'.repeat(41)}1${'}'.repeat(41)}`, 'it is nested more than 40 deep'],
    ['{"facts":{"__proto__":{}}}', 'it has the key "__proto__" in facts'],
    ['{"a":"__proto__"}', undefined],
    ['[]', undefined],
  ])('%j: %s', (text, flaw) => {
    JSON.parse(text);
    expect(jsonFlaw(text)).toBe(flaw);
  });

  it('reads a long string in one go', () => {
    expect(jsonFlaw(JSON.stringify({ a: 'x\\"'.repeat(2e6), b: 1 }))).toBeUndefined();
  });
});
