import { hostname, userInfo } from 'node:os';
import { afterEach, expect, it, vi } from 'vitest';
import { onBehalfOf, operator } from './operator.ts';

afterEach(() => vi.unstubAllEnvs());

it('is the user of this machine, or whoever became that user', () => {
  vi.stubEnv('SUDO_USER', undefined);
  expect(operator()).toBe(`${userInfo().username}@${hostname()}`);
  vi.stubEnv('SUDO_USER', 'ana');
  expect(operator()).toBe(`ana@${hostname()}`);
});

it('is whoever had the server begin a command', () => {
  vi.stubEnv(onBehalfOf, 'ben@control1 (dashboard)');
  expect(operator()).toBe('ben@control1 (dashboard)');
});
