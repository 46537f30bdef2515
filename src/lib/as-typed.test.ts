import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { asTyped } from './as-typed.ts';

it('leaves a plain word as it is', () => {
  expect(asTyped('backendai-agent@1.service')).toBe('backendai-agent@1.service');
});

it('quotes what a shell would change', () => {
  expect(asTyped(String.raw`odd\x20name@1.service`)).toBe(String.raw`'odd\x20name@1.service'`);
});

it('is read by a shell as it was', () => {
  const word = fc.string({ unit: 'grapheme-ascii', maxLength: 12 });
  fc.assert(
    fc.property(fc.array(word, { minLength: 1, maxLength: 20 }), (words) => {
      const read = execFileSync('sh', ['-c', `printf '%s\\0' ${words.map(asTyped).join(' ')}`], {
        encoding: 'utf8',
      });
      expect(read.split('\0').slice(0, -1)).toEqual(words);
    }),
    { numRuns: 20 },
  );
});
