import { expect, it } from 'vitest';
import { simulatedHost } from '../../../io/hosts/simulated.ts';
import { configFound } from './config-found.ts';

const [own, home, etc] = [
  '/srv/m/manager.toml',
  '/home/bai/.config/backend.ai/manager.toml',
  '/etc/backend.ai/manager.toml',
];

function found(
  files: readonly string[],
  told: readonly string[] = [],
  variables: Readonly<Record<string, string>> = {},
  component: 'manager' | 'webserver' = 'manager',
) {
  const host = simulatedHost('h1', new Map(files.map((path) => [path, { content: '' }])));
  const searching = { component, arguments: told, variables: new Map(Object.entries(variables)) };
  return configFound(host, { ...searching, cwd: '/srv/m', home: '/home/bai' });
}

it.each([
  ['its working folder first', [own, home, etc], own],
  ['then that of its user', [home, etc], home],
  ['then that of all', [etc], etc],
])('is looked for in %s', async (_what, files, path) => {
  expect(await found(files)).toEqual({ path, isThere: true });
});

it('is the one that the program is told, by an option before a variable', async () => {
  const all = [own, home, etc, '/srv/m/x.toml', '/y.toml'];
  const variables = { BACKEND_CONFIG_FILE: '/y.toml' };
  expect(await found(all, ['-f', 'x.toml'], variables)).toEqual({ path: '/srv/m/x.toml', isThere: true });
  expect(await found(all, ['--debug'], variables)).toEqual({ path: '/y.toml', isThere: true });
});

it('may be missing, and has several names', async () => {
  expect(await found([])).toEqual({ path: own, isThere: false });
  expect(await found([own], ['-f', 'none.toml'])).toEqual({ path: '/srv/m/none.toml', isThere: false });
  const names = ['/srv/m/webserver.toml', '/etc/backend.ai/webserver.conf'];
  expect(await found(names, [], {}, 'webserver')).toMatchObject({ path: names[0] });
});
