import fc from 'fast-check';
import { expect, it } from 'vitest';
import { visible, visibleJson, visibleLine } from './visible.ts';

it.each([
  ['plain é 학습 😀', 'plain é 학습 😀'],
  ['\u001b[2J\u001b]0;title\u0007', '\\u001b[2J\\u001b]0;title\\u0007'],
  ['a\r\nb\tc', 'a\\u000d\\u000ab\\u0009c'],
  ['\u009b31m', '\\u009b31m'],
  ['safe\u202egpj.exe', 'safe\\u202egpj.exe'],
])('%j is shown as %j', (text, shown) => {
  expect(visible(text)).toBe(shown);
});

it('nothing that is shown moves a cursor, and JSON says the same as before', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      expect(visible(text)).not.toMatch(/[\p{Cc}\p{Bidi_Control}\u2028\u2029]/u);
      expect(visibleJson({ text })).not.toMatch(/[\p{Cc}\p{Bidi_Control}]/u);
      expect(JSON.parse(visibleJson({ text }))).toEqual({ text });
    }),
  );
});

it.each([
  ['a\tb 👩\u200d💻 \u200fא\u200c', 'a\tb 👩\u200d💻 \u200fא\u200c'],
  ['a\r\nb\u001b[2J\u0085', 'a\\u000d\\u000ab\\u001b[2J\\u0085'],
])('a line %j is %j', (line, shown) => {
  expect(visibleLine(line)).toBe(shown);
});
