import { describe, expect, it } from 'vitest';
import { collectTold } from '../../scripts/reference/errors/collect.ts';
import { told } from '../../scripts/reference/errors/errors-page.ts';
import { joined, readSource } from '../../scripts/reference/source/read-source.ts';
import { checks } from '../../src/app/checks/index.ts';

const found = (text: string, other = '') =>
  collectTold(joined([readSource('/a.ts', text), readSource('/b.ts', other)])).map(
    ({ code, says, hints }) => `${code}: ${says.join(' / ')} > ${hints.join(' / ')}`,
  );

describe('what is told under a code', () => {
  it.each<[string, string, string[]]>([
    [
      'an error as it is thrown',
      `throw new BaiupError('a.b', \`no \${name} in \${x.file}\`, { hint: isOne ? 'do this' : 'do that' })`,
      ['a.b: no ‹name› in ‹file› > do this / do that'],
    ],
    [
      'one whose details are elsewhere',
      `const next = 'look';
       const details = { hint: next, left: 'x' };
       const f = () => { throw new BaiupError('a.b', 'gone', { exit: 2, ...(q ? details : {}) }); }`,
      ['a.b: gone > look'],
    ],
    [
      'each call of a function that makes errors, with its own texts',
      `const wrong = (code: string, what: string, hint?: string) => new BaiupError(code, what, { hint });
       wrong('a.one', 'first', 'go'); wrong('a.two', 'second');`,
      ['a.one: first > go', 'a.two: second > '],
    ],
    [
      'one that gets its code by an object, two calls away',
      `function inner({ code = 'a.late', what }: O) { throw new BaiupError(code ?? 'a.late', \`waited for \${what}\`); }
       const outer = (options: O) => inner(options);
       outer({ code: 'a.gate', what: 'the gate' });`,
      ['a.gate: waited for the gate > '],
    ],
    [
      'wrong usage',
      `usageError('a.flag', 'no such flag', 'leave it out')`,
      ['a.flag: no such flag > leave it out'],
    ],
    [
      'a finding, also by what it is spread from',
      `const all = { code: 'a.found', severity: 'info' } as const;
       const f = () => [{ ...all, summary: 'seen', hint: 'none' }];`,
      ['a.found: seen > none'],
    ],
    [
      'what a table holds',
      `const kinds = [{ code: 'a.kind', why: 'it hangs', hint: 'wait' }];`,
      ['a.kind: it hangs > wait'],
    ],
    [
      'a check that gives its findings the code later',
      `export const c = startedCheck('a.check', (x) => [{ severity: 'info', summary: 'odd', hint: 'look' }]);`,
      ['a.check: odd > look'],
    ],
    [
      'a code that is chosen',
      `const f = (x) => new BaiupError(codes[x], 'no'); const codes = { one: 'a.one', two: 'a.two' };`,
      ['a.one: no > ', 'a.two: no > '],
    ],
    [
      'nothing of what is no code',
      `const x = { code: 0, message: 'x' }; const y = { code: 'plain', message: 'x' };`,
      [],
    ],
  ])('is %s', (_what, text, expected) => {
    expect(found(text)).toEqual(expected);
  });

  it('is followed into the file that a name comes from', () => {
    const other = `export const hint = 'look there'; export const why = (x: string) => \`it \${x}\`;`;
    const text = `import { hint, why } from './b.ts'; throw new BaiupError('a.b', why('broke'), { hint })`;
    expect(found(text, other)).toEqual(['a.b: it broke > look there']);
  });
});

describe('the page of errors', () => {
  const all = told();

  it('has every check, with what it finds', () => {
    const silent = checks
      .map(({ code }) => code)
      .filter((code) => !all.some((each) => each.code === code && each.says.length > 0));
    // It passes on what keeps a database from being restored: those findings have codes of their own.
    expect(silent).toEqual(['database.not-restorable']);
  });

  it('knows all codes, but for one that no operator sees', () => {
    expect(all.map(({ code }) => code).filter((code) => /[‹…]/.test(code))).toEqual(['run.‹state›']);
    expect(all.length).toBeGreaterThan(450);
  });
});
