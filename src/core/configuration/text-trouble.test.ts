import { describe, expect, it } from 'vitest';
import { textTrouble } from './text-trouble.ts';

describe('what is wrong with a text', () => {
  it.each([
    ['nothing', '[a]\nb = 9223372036854775807\nc = 2024-01-01\n', undefined],
    ['a byte order mark', '\uFEFF[a]\n', { line: 1, what: expect.stringContaining('byte order mark') }],
    ['another encoding', '[a]\nb = "caf\uFFFD"\n', { line: 2, what: expect.stringContaining('UTF-8') }],
    ['a slip of the pen', '[a]\nb = 1\n[c\n', { line: 3, what: expect.stringContaining('not TOML') }],
    [
      'a key that is there twice',
      '[a]\nb = 1\nb = 2\n',
      { line: 3, what: expect.stringContaining('not TOML') },
    ],
  ])('%s', (_what, text, expected) => {
    expect(textTrouble(text)).toEqual(expected);
  });

  it('says nothing of what the line holds', () => {
    expect(textTrouble('password = "hidden\n')?.what).not.toContain('hidden');
  });
});
