import fc from 'fast-check';
import { expect, it } from 'vitest';
import { linedJson } from './lined-json.ts';

const text = (value: unknown): string => [...linedJson(value, new Set(['hops']))].join('');

it('is the same document as any JSON of it', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      expect(JSON.parse(text(value))).toEqual(JSON.parse(JSON.stringify(value)));
    }),
  );
  const hops = [{ hops: [{ a: 1 }], b: [] }, { b: [{ c: [{ d: 1 }] }] }];
  expect(JSON.parse(text({ hops, nothing: undefined }))).toEqual({ hops });
});

it('has a line for each element of a list, and spreads those that it is told to', () => {
  const step = (id: string) => ({ id, needs: ['a', 'b'], params: { edits: [{ key: 'x' }] } });
  expect(text({ id: 'p', route: { run: ['r'] }, hops: [{ to: '2', steps: [step('s1'), step('s2')] }] })).toBe(
    `{
  "id": "p",
  "route": {"run":["r"]},
  "hops": [
    {
      "to": "2",
      "steps": [
        {"id":"s1","needs":["a","b"],"params":{"edits":[{"key":"x"}]}},
        {"id":"s2","needs":["a","b"],"params":{"edits":[{"key":"x"}]}}
      ]
    }
  ]
}`,
  );
});
