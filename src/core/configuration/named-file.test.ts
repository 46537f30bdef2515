import { expect, it } from 'vitest';
import { namedFile } from './named-file.ts';

const byVariable = { BACKEND_CONFIG_FILE: '/v.toml' };

it.each([
  [['-m', 'ai.backend.manager.server', '-f', '/a.toml'], byVariable, '/a.toml'],
  [['mgr', 'start-server', '--config=b.toml', '--debug'], {}, 'b.toml'],
  [['-f', '/a.toml', '--config-path', '/b.toml'], {}, '/b.toml'],
  [['mgr', 'start-server'], byVariable, '/v.toml'],
  [['mgr', 'start-server', '-f'], {}, undefined],
  [['--format', 'x'], {}, undefined],
])('%j with %j names %s', (words, variables, named) => {
  expect(namedFile(words, variables)).toBe(named);
});
