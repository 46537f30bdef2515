import { describe, expect, it } from 'vitest';
import { componentNames } from '../cluster/inventory.ts';
import { parseVersion } from '../versions/parse-version.ts';
import { absentFrom } from './absent-from.ts';
import { componentNamed, components } from './index.ts';
import { startSeconds } from './start-seconds.ts';

describe('components', () => {
  it('are those that an inventory may name', () => {
    expect(components.map(({ name }) => name).sort()).toEqual([...componentNames].sort());
  });

  it.each([
    ['manager', { version: 'v8.20240315', manager: '24.03.10' }, '24.03.10'],
    ['storage-proxy', { status: 'ok', type: 'maanger-facing', 'storage-proxy': '24.03.10' }, '24.03.10'],
    ['webserver', { version: '24.03.10', details: 'Success' }, '24.03.10'],
    ['webserver', { error: 'x' }, undefined],
    ['wsproxy', { wsproxy: '24.03.11' }, '24.03.11'],
    ['app-proxy-coordinator', undefined, undefined],
    [
      'app-proxy-coordinator',
      { status: 'healthy', version: '25.15.12', component: 'appproxy-coordinator' },
      '25.15.12',
    ],
    ['app-proxy-coordinator', '{"status":"ok","version":"26.8.1"}', '26.8.1'],
    [
      'app-proxy-worker',
      { version: '25.13.4', authority: 'worker-1', app_mode: 'port', protocol: 'http' },
      '25.13.4',
    ],
    ['manager', undefined, undefined],
    ['manager', 'no JSON object', undefined],
  ] as const)('%s reads its version from %j', (name, body, version) => {
    expect(componentNamed(name).versionProbe?.version?.(body)).toBe(version);
  });

  it.each([
    ['manager', '22.09.0', undefined],
    ['wsproxy', '24.03.6', 'not-yet'],
    ['wsproxy', '24.03.7', undefined],
    ['wsproxy', '25.12.1', undefined],
    ['wsproxy', '25.13.0', 'no-longer'],
    ['app-proxy-coordinator', '25.12.1', 'not-yet'],
    ['app-proxy-coordinator', '25.13.0', undefined],
    ['app-proxy-worker', '26.09.6', undefined],
  ] as const)('%s in %s: %s', (name, version, absent) => {
    expect(absentFrom(componentNamed(name), parseVersion(version))).toBe(absent);
  });

  it.each([
    ['24.03.6', 'not-yet'],
    ['24.03.7', undefined],
  ] as const)('are at %s %s where a cluster has them since 24.03.7', (version, absent) => {
    expect(absentFrom(componentNamed('agent'), parseVersion(version), '24.03.7')).toBe(absent);
  });

  it('ask agents by SIGINT only', () => {
    expect(componentNamed('agent').stopSignal).toBe('SIGINT');
  });
});

describe('startSeconds', () => {
  const component = { startSeconds: { '22.09': 2, '26.04': 8 } };
  it.each([
    ['23.09.10', 4, 2],
    ['26.03.3', 9, 2],
    ['26.04.0', 4, 8],
    ['26.09.6', 2, 6],
    ['26.09.6', 0, 4],
    ['22.03.0', 4, 2],
  ])('of %s beside %i others: %d', (version, beside, seconds) => {
    expect(startSeconds(component, parseVersion(version), { beside })).toBe(seconds);
  });
});
