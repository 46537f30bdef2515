import { describe, expect, it } from 'vitest';
import { loadCatalog } from '../catalog/load-catalog.ts';
import { agent } from './agent.ts';
import { namesLike } from './host-files.ts';
import { registryNameAt } from './kernel-registry.ts';

it.each([
  ['last_registry.*.dat', 'last_registry.0123456789ab.dat', true],
  ['last_registry.*.dat', 'last_registry.dat', false],
  ['last_registry.*.dat', 'last_registry.x.dat.tmp', false],
  ['*/config/kconfig.dat', 'k1/config/kconfig.dat', true],
  ['*/config/kconfig.dat', 'k1/x/config/kconfig.dat', false],
])('%s takes %s: %s', (pattern, name, takes) => {
  expect(namesLike(pattern).test(name)).toBe(takes);
});

describe("an agent's file of kernels", () => {
  it('has a name in every release', () => {
    const { kernels } = agent;
    if (!kernels) throw new Error('an agent keeps its kernels');
    const names = loadCatalog().releases.map(({ version }) => registryNameAt(kernels, version));
    expect(new Set(names)).toEqual(new Set(['environment', 'agent', 'either']));
    for (const { version } of loadCatalog().releases) registryNameAt(kernels, version);
  });
});
