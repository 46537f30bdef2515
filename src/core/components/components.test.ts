import { describe, expect, it } from 'vitest';
import { componentNames } from '../cluster/inventory.ts';
import { componentNamed, components } from './index.ts';

describe('components', () => {
  it('are those that an inventory may name', () => {
    expect(components.map(({ name }) => name).sort()).toEqual([...componentNames].sort());
  });

  it.each([
    ['manager', { version: 'v8.20240315', manager: '24.03.10' }, '24.03.10'],
    ['storage-proxy', { status: 'ok', type: 'maanger-facing', 'storage-proxy': '24.03.10' }, '24.03.10'],
    ['webserver', { version: '24.03.10', details: 'Success' }, '24.03.10'],
    ['webserver', { error: 'x' }, undefined],
    ['manager', undefined, undefined],
    ['manager', 'no JSON object', undefined],
  ] as const)('%s reads its version from %j', (name, body, version) => {
    expect(componentNamed(name).versionProbe?.version?.(body)).toBe(version);
  });

  it('ask agents by SIGINT only', () => {
    expect(componentNamed('agent').stopSignal).toBe('SIGINT');
  });
});
