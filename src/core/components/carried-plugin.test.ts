import { describe, expect, it } from 'vitest';
import type { Plugin } from '../cluster/plugin.ts';
import { parseVersion } from '../versions/parse-version.ts';
import { carryPlugin, pluginText } from './carried-plugin.ts';

const hop = { from: parseVersion('25.18.1'), to: parseVersion('26.02.5') };
const index = { from: 'index' } as const;
const wheel = { from: 'file', path: '/w/mock-25.18.1-py3-none-any.whl' } as const;
const folder = { from: 'folder', path: '/src/mock', isEditable: true } as const;

const plugin = (version: string, source: Plugin['source'] = index): Plugin => ({
  name: 'mock',
  version,
  source,
  entryPoints: [{ group: 'backendai_accelerator_v21', name: 'mock' }],
  isAskedFor: false,
});

describe('a plugin without a decision', () => {
  it.each<[string, Plugin, object]>([
    ['of the release comes in the target’s version', plugin('25.18.1'), { from: 'index', version: '26.2.5' }],
    ['of another version stays at it', plugin('1.4'), { from: 'index', version: '1.4' }],
    ['of another release stays at it', plugin('25.17.0'), { from: 'index', version: '25.17.0' }],
    ['of a fixed build stays as it is', plugin('25.18.1+site1'), { from: 'index', version: '25.18.1+site1' }],
    [
      'of the release from a wheel comes in the target’s version, also from beside that wheel',
      plugin('25.18.1', wheel),
      { from: 'index', version: '26.2.5', beside: '/w' },
    ],
    ['of its own version from a wheel comes from that wheel', plugin('1.4', wheel), wheel],
    ['that is editable stays so, of any version', plugin('25.18.1', folder), folder],
  ])('%s', (_what, held, take) => {
    expect(carryPlugin(held, undefined, hop)?.take).toEqual(take);
  });
});

describe('a decision', () => {
  it.each<[string, object]>([
    ['1.5', { from: 'index', version: '1.5' }],
    ['/srv/wheels', { from: 'wheels', folder: '/srv/wheels', version: '26.2.5' }],
    ['/srv/mock-2-py3-none-any.whl', { from: 'file', path: '/srv/mock-2-py3-none-any.whl' }],
  ])('for %s goes before what would be done', (decision, take) => {
    for (const source of [index, wheel])
      expect(carryPlugin(plugin('25.18.1', source), decision, hop)?.take).toEqual(take);
  });

  it('to leave it leaves it', () => {
    expect(carryPlugin(plugin('25.18.1', folder), 'leave', hop)).toBeUndefined();
  });

  it('makes one that was only asked for stand for itself', () => {
    const asked = { ...plugin('1.4'), isAskedFor: true };
    expect(carryPlugin(asked, undefined, hop)?.isAskedFor).toBe(true);
    expect(carryPlugin(asked, '1.5', hop)?.isAskedFor).toBe(false);
  });
});

it.each<[Plugin, string]>([
  [plugin('25.18.1'), 'mock 26.2.5'],
  [plugin('1', folder), 'mock from /src/mock'],
  [
    plugin('1', { from: 'address', url: 'git+https://git.example.org/mock@abc' }),
    'mock from git+https://git.example.org/mock@abc',
  ],
])('is named in a sentence', (held, text) => {
  const carried = carryPlugin(held, undefined, hop);
  expect(carried && pluginText(carried)).toBe(text);
});
