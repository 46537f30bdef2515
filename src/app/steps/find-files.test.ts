import { expect, it } from 'vitest';
import { simulatedHost } from '../../io/hosts/simulated.ts';
import type { SimulatedFile } from '../../io/hosts/simulated-file.ts';
import { findFiles } from './find-files.ts';

const locations = {
  'agent.var-base-path': '/var',
  'agent.ipc-base-path': '/ipc',
  'container.scratch-root': '/s',
  configuration: '/etc/a1.toml',
};
const socket: SimulatedFile = { content: '', kind: 'socket' };
const folder: SimulatedFile = { content: '', kind: 'folder' };

/** A host that says which folders were looked into. */
function world() {
  const there = simulatedHost(
    'h1',
    new Map<string, SimulatedFile>([
      ['/var/last_registry.a.dat', { content: '12' }],
      ['/var/last_registry.b.dat', socket],
      ['/var/last_registry.c.dat', folder],
      ['/var/other.dat', { content: '' }],
      ['/ipc/agent-logger-1.sock', socket],
      ['/ipc/agent-logger-2.sock', { content: 'of no process' }],
      ['/ipc/container/agent-logger-3.sock', socket],
      ['/s/k1/config/kconfig.dat', { content: '123' }],
      ['/s/k1/config/other.dat', { content: '' }],
      ['/s/k2/home/film', { content: '' }],
      ['/s/of-nobody', { content: '' }],
      ['/etc/a1.toml', { content: '1' }],
      ['/etc/a2.toml', { content: '' }],
    ]),
  );
  const looked: string[] = [];
  const files: typeof there.files = async (path) => {
    looked.push(path);
    return there.files(path);
  };
  return { host: { ...there, files }, looked };
}

const registry = {
  location: 'agent.var-base-path',
  name: 'last_registry.a.dat',
  path: '/var/last_registry.a.dat',
  size: 2,
};
const config = {
  location: 'container.scratch-root',
  name: 'k1/config/kconfig.dat',
  path: '/s/k1/config/kconfig.dat',
  size: 3,
};
const own = { location: 'configuration', name: 'a1.toml', path: '/etc/a1.toml', size: 1 };

it('finds the files that are put back, and looks into no file', async () => {
  const { host, looked } = world();
  expect(await findFiles(host, 'agent', locations, 'restore')).toEqual([registry, config, own]);
  expect(looked.sort()).toEqual(['/etc', '/ipc', '/s', '/s/k1/config', '/s/k2/config', '/var']);
});

it('finds the sockets that are swept, and none in folders below', async () => {
  const { host, looked } = world();
  expect(await findFiles(host, 'agent', locations, 'sweep')).toEqual([
    {
      location: 'agent.ipc-base-path',
      name: 'agent-logger-1.sock',
      path: '/ipc/agent-logger-1.sock',
      size: 0,
    },
  ]);
  expect(looked).toEqual(['/ipc', '/ipc']);
});

it('looks nowhere for what the configuration does not name', async () => {
  const { host, looked } = world();
  expect(await findFiles(host, 'agent', { configuration: '/etc/a1.toml' }, 'restore')).toEqual([own]);
  expect(looked).toEqual(['/etc']);
});
