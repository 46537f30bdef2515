import { describe, expect, it } from 'vitest';
import { simulatedInventory, simulatedSnapshot } from '../../core/cluster/simulated-cluster.ts';
import { parseRegistries } from '../../io/configstore/registries.ts';
import type { CheckInput } from './check.ts';
import type { Fix } from './fix.ts';
import { runChecks } from './index.ts';
import { parseFix, proposeFix } from './propose-fix.ts';

type Keys = Readonly<Record<string, string>>;
const prefix = 'config/docker/registry/';
const whole: Keys = { 'r.org': 'https://r.org', 'r.org/type': 'harbor2', 'r.org/project': 'stable' };
const local: Keys = { local: 'http://localhost', 'local/type': 'local' };

function input(keys: Keys, to = '24.09.4', from = '24.03.11'): CheckInput {
  const pairs = Object.entries(keys).map(([key, value]) => ({ key: `${prefix}${key}`, value }));
  const snapshot = simulatedSnapshot({ registries: parseRegistries(pairs) });
  const rest = { inventory: simulatedInventory([]), outages: 1, installedHead: 'head', proxyHead: undefined };
  return { ...rest, snapshot, hops: [{ from, to }] };
}

const codes = (given: CheckInput): string[] => runChecks(given).map(({ code }) => code);

/** The keys after a fix. */
function after(keys: Keys, fix: Fix): Keys {
  if (fix.kind !== 'etcd') throw new Error('no fix of etcd');
  const left = Object.entries(keys).filter(([key]) => !fix.removes?.includes(`${prefix}${key}`));
  const put = fix.puts.map(({ key, value }) => [key.slice(prefix.length), value] as const);
  return { ...Object.fromEntries(left), ...Object.fromEntries(put) };
}

/** As sites have them (each was seen to fail in the revision at 24.09.4), and what fixes them. */
const states: [string, Keys, string, string][] = [
  [
    'nothing but its address',
    { ...whole, 'index.docker.io': 'https://registry-1.docker.io' },
    'etcd.registry-keys',
    '',
  ],
  [
    'an address that is gone',
    { ...whole, 'old.org/type': 'harbor2', 'old.org/project': 'stable' },
    'etcd.registry-address',
    '=remove',
  ],
  [
    'the same',
    { ...whole, 'old.org/type': 'harbor2', 'old.org/project': 'stable' },
    'etcd.registry-address',
    '=https://old.org',
  ],
  [
    'an address without scheme',
    { ...whole, 'r.org': 'r.org:5000' },
    'etcd.registry-address',
    '=r.org=https://r.org:5000',
  ],
  ['another type', { ...whole, 'r.org/type': 'Harbor' }, 'etcd.registry-type', '=harbor2'],
  ['no project', { ...whole, 'r.org/project': '' }, 'etcd.registry-project', '=a,b'],
  [
    'a name that is too long',
    { ...whole, [`${'r'.repeat(51)}`]: 'https://r', [`${'r'.repeat(51)}/project`]: 'a' },
    'etcd.registry-length',
    '=remove',
  ],
  ['an empty user', { ...whole, 'r.org/username': '' }, 'etcd.registry-keys', ''],
  [
    'two local registries',
    { ...whole, ...local, other: 'http://localhost', 'other/type': 'local' },
    'etcd.registry-local',
    '',
  ],
  [
    'a local registry of two projects',
    { ...whole, ...local, 'local/project': 'a,b' },
    'etcd.registry-local',
    '',
  ],
  ['a local registry alone', local, 'etcd.registry-local', ''],
];

describe('registries that the 24.09 migration does not get over', () => {
  it.each(states)('are told and fixed: %s', (_what, keys, code, value) => {
    const given = input(keys);
    expect(codes(given)).toEqual([code]);
    const [finding] = runChecks(given);
    expect(finding).toMatchObject({
      severity: 'blocker',
      hint: expect.stringMatching(`^baiup check 24.09.4 --fix ${code}`),
    });
    expect(codes(input(after(keys, proposeFix(parseFix(`${code}${value}`), given))))).toEqual([]);
  });

  it.each<[string, Keys, string, string, string[]]>([
    ['a hop that does not move them', { 'old.org/type': 'x' }, '24.03.11', '24.03.10', []],
    ['one local beside others', { ...whole, ...local }, '24.09.4', '24.03.11', []],
    ['a local one alone with a project', { ...local, 'local/project': 'a' }, '24.09.4', '24.03.11', []],
    [
      '24.09.0, which knows no local one without a project',
      { ...whole, ...local },
      '24.09.0',
      '24.03.11',
      ['etcd.registry-project'],
    ],
    [
      '24.09.0, which knows fewer types',
      { ...whole, 'r.org/type': 'gitlab' },
      '24.09.0',
      '24.03.11',
      ['etcd.registry-type'],
    ],
    ['a type of 24.09.1', { ...whole, 'r.org/type': 'gitlab' }, '24.09.4', '24.03.11', []],
  ])('are judged by the hop: %s', (_what, keys, to, from, found) => {
    expect(codes(input(keys, to, from))).toEqual(found);
  });

  it('of keys beside the prefix, nothing but their removal is asked', () => {
    const given = input({ '../registry-mirror/url': 'x' });
    const pairs = [{ key: 'config/docker/registry-mirror/url', value: 'x' }];
    const beside = { ...given, snapshot: simulatedSnapshot({ registries: parseRegistries(pairs) }) };
    expect(codes(beside)).toEqual(['etcd.registry-keys']);
    expect(proposeFix(parseFix('etcd.registry-keys'), beside)).toMatchObject({ removes: [pairs[0]?.key] });
  });

  it.each([
    ['etcd.registry-address=old.org', 'has no scheme'],
    ['etcd.registry-address=https://', 'names no host'],
    ['etcd.registry-type=Docker', 'the types are docker, harbor'],
    ['etcd.registry-length=shorter', 'yours to write'],
  ])('refuses what would not help: %s', (text, why) => {
    const long = { [`${'r'.repeat(51)}`]: 'https://r', [`${'r'.repeat(51)}/project`]: 'a' };
    const given = input({ 'old.org/type': 'x', 'old.org/project': 'a', ...long });
    expect(() => proposeFix(parseFix(text), given)).toThrowError(
      expect.objectContaining({ code: 'fix.value-wrong', message: expect.stringContaining(why) }),
    );
  });
});
