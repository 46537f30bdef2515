import { expect, it } from 'vitest';
import { variablesInFile } from './variables-in-file.ts';

it.each([
  ['A=b', 'b'],
  ['A = b c \t\r', 'b c'],
  ['A=', ''],
  ['A="b c" ', 'b c'],
  ["A='b \"c\\'", 'b "c\\'],
  [String.raw`A="b \"c\" \\ \$d \n"`, String.raw`b "c" \ $d \n`],
  [String.raw`A=b\ c\"d\ `, 'b c"d '],
  ['A=b"c"', 'b"c"'],
  [`A="b"'c'd`, 'bcd'],
  ['A="b\n# c\nB=d"', 'b\n# c\nB=d'],
  ['A="b \\\nc"', 'b c'],
  ['A=b \\\n  c', 'b   c'],
  ['A=b # c', 'b # c'],
  ['export A=b', 'b'],
  ['# A=c\n; A=d\nA=b\n#A=e', 'b'],
  ['A=c\nA=b', 'b'],
  ['A="schlüssel"', 'schlüssel'],
])('%j', (text, value) => {
  expect([...variablesInFile(`${text}\nLAST=1\n`)]).toContainEqual(['A', value]);
});

it('what is no assignment, and what follows one, is passed over', () => {
  expect([...variablesInFile('[ -f /x ] && . /x\n\nA="b" c\n1A=2\nB=3')]).toEqual([
    ['A', 'bc'],
    ['B', '3'],
  ]);
});
