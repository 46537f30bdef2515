import { expect, it } from 'vitest';
import { BaiupError } from './errors.ts';
import { isNoRoom } from './no-room.ts';

const system = (code: string): Error => Object.assign(new Error(`${code}: something`), { code });

it.each<[string, unknown, boolean]>([
  ['a full disk', system('ENOSPC'), true],
  ['a full quota', system('EDQUOT'), true],
  ['the cause of an error of ours', new BaiupError('a.b', 'no', { cause: system('ENOSPC') }), true],
  ['what a program said', new BaiupError('a.b', 'pg_dump: error: No space left on device'), true],
  ['a file that is not there', system('ENOENT'), false],
  ['an error of another kind', new BaiupError('a.b', 'no'), false],
  ['no error', 'No space left on device', false],
])('%s: %#', (_what, error, expected) => {
  expect(isNoRoom(error)).toBe(expected);
});
