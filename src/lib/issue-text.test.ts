import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { issueText } from './issue-text.ts';

const file = z.strictObject({
  name: z
    .string()
    .min(1)
    .regex(/^[a-z]+$/, 'must be small letters'),
  port: z.int().min(1).max(65535),
  share: z.number().positive(),
  kind: z.enum(['a', 'b', 'c']),
  tags: z.array(z.string()).min(1),
  hosts: z.record(z.string().min(1), z.boolean()),
  url: z.url(),
  size: z.union([z.string(), z.number()]),
  edit: z.discriminatedUnion('action', [z.object({ action: z.literal('remove') })]),
});
const right = {
  name: 'lab',
  port: 1,
  share: 0.5,
  kind: 'a',
  tags: ['x'],
  hosts: { local: true },
  url: 'http://127.0.0.1',
  size: 1,
  edit: { action: 'remove' },
};

describe('what is wrong with a file', () => {
  it.each([
    [{ name: undefined }, 'is missing'],
    [{ name: 7 }, 'must be text'],
    [{ name: '' }, 'is empty'],
    [{ port: 'many' }, 'must be a number'],
    [{ port: null }, 'must be a number'],
    [{ port: 1.5 }, 'must be a whole number'],
    [{ port: 0 }, 'must be at least 1'],
    [{ port: 70_000 }, 'must be at most 65535'],
    [{ share: 0 }, 'must be more than 0'],
    [{ kind: 'd' }, 'must be a, b or c'],
    [{ name: 'Lab' }, 'must be small letters'],
    [{ colour: 'red' }, 'knows no "colour"'],
    [{ tags: [] }, 'is empty'],
    [{ tags: {} }, 'must be a list'],
    [{ hosts: [] }, 'must be an object'],
    [{ hosts: { '': true } }, 'has an entry that is none'],
    [{ url: 'here' }, 'is no url'],
    [{ size: [] }, 'has a form that is not allowed'],
    [{ edit: { action: 'fix' } }, 'has a form that is not allowed'],
    [{ edit: 3 }, 'must be an object'],
  ])('%j %s', (change, text) => {
    const [issue] = file.safeParse({ ...right, ...change }).error?.issues ?? [];
    expect(issue && issueText(issue)).toBe(text);
  });
});
