import { hostname, userInfo } from 'node:os';
import { afterEach, expect, it, vi } from 'vitest';
import { operator } from './operator.ts';

afterEach(() => vi.unstubAllEnvs());

it('is the user of this machine, or whoever became that user', () => {
  vi.stubEnv('SUDO_USER', undefined);
  expect(operator()).toBe(`${userInfo().username}@${hostname()}`);
  vi.stubEnv('SUDO_USER', 'ana');
  expect(operator()).toBe(`ana@${hostname()}`);
});
