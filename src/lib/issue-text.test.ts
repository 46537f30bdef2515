import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { issueText } from './issue-text.ts';

const file = z.strictObject({
  name: z.string().regex(/^[a-z]+$/, 'must be small letters'),
  port: z.int(),
  kind: z.enum(['a', 'b', 'c']),
});
const right = { name: 'lab', port: 1, kind: 'a' };

describe('what is wrong with a file', () => {
  it.each([
    [{ name: undefined }, 'is missing'],
    [{ name: 7 }, 'is no string'],
    [{ port: 'many' }, 'is no number'],
    [{ kind: 'd' }, 'must be a, b or c'],
    [{ name: 'Lab' }, 'must be small letters'],
    [{ colour: 'red' }, 'knows no "colour"'],
  ])('%j %s', (change, text) => {
    const [issue] = file.safeParse({ ...right, ...change }).error?.issues ?? [];
    expect(issue && issueText(issue)).toBe(text);
  });
});
