import { describe, expect, it } from 'vitest';
import type { HostPython } from '../../core/cluster/host-python.ts';
import {
  simulatedInventory,
  simulatedMember,
  simulatedSnapshot,
} from '../../core/cluster/simulated-cluster.ts';
import type { CheckInput } from './check.ts';
import { runChecks } from './index.ts';
import { proposeFix } from './propose-fix.ts';
import { pythonMissing, pythonNowhere } from './python-missing.ts';

const platform = 'linux-x86_64 glibc';
const own: HostPython = { version: '3.12.1', path: '/usr/bin/python3.12', platform };
const folder = '/home/bai/.static-python/versions/3.13.1';
const standalone: HostPython = { version: '3.13.1', path: `${folder}/bin/python3.13`, folder, platform };
const inventory = simulatedInventory([
  { ...simulatedMember('m1', 'manager'), host: 'h1' },
  { ...simulatedMember('a1', 'agent'), host: 'h2' },
  { ...simulatedMember('a2', 'agent'), host: 'h2' },
]);
const way = [
  { from: '24.09.4', to: '25.06.1', python: '3.13' },
  { from: '25.06.1', to: '25.15.1', python: '3.12' },
];

const input = (
  h1: readonly HostPython[] | undefined,
  h2: readonly HostPython[] | undefined,
  more: Partial<CheckInput> & { readonly pythonsHere?: readonly HostPython[] } = {},
): CheckInput => {
  const { pythonsHere = [], ...rest } = more;
  const hosts = Object.entries({ h1, h2 }).map(([name, pythons]) => (pythons ? { name, pythons } : { name }));
  const snapshot = simulatedSnapshot({ hosts, pythonsHere });
  const heads = { installedHead: undefined, proxyHead: undefined };
  return { inventory, snapshot, hops: way, outages: way.length, ...heads, ...rest };
};

const told = (given: CheckInput) =>
  [pythonMissing, pythonNowhere].flatMap(({ find }) =>
    find(given).map(({ code, severity, subject }) => [code, severity, subject]),
  );

describe('a Python that a hop needs', () => {
  it.each<[string, CheckInput, string[][]]>([
    ['is there', input([own, standalone], [own, standalone]), []],
    ['is asked for by no hop', input([own], [own], { hops: [], outages: 0 }), []],
    ['is not asked of a host that was not looked at', input([own, standalone], undefined), []],
    [
      'is missing, and another host has one that can be copied',
      input([own, standalone], [own]),
      [['python.missing', 'blocker', 'h2']],
    ],
    [
      'is missing, and this machine has one that can be copied',
      input([own], [own, standalone], { pythonsHere: [standalone] }),
      [['python.missing', 'blocker', 'h1']],
    ],
    [
      'is missing, and the one elsewhere is bound to its place',
      input([own, { version: '3.13.0', path: '/opt/pyenv/versions/3.13.0/bin/python3.13', platform }], [own]),
      [['python.nowhere', 'blocker', 'h2']],
    ],
    [
      'is missing, and the one elsewhere is for another C library',
      input([own, { ...standalone, platform: 'linux-x86_64 musl' }], [own]),
      [['python.nowhere', 'blocker', 'h2']],
    ],
    [
      'is needed by migrations alone where one outage passes a release',
      input([own], [own], { outages: 1 }),
      [['python.nowhere', 'blocker', 'h1']],
    ],
  ])('%s', (_what, given, expected) => {
    expect(told(given)).toEqual(expected);
  });

  it('is named with who needs it and the command that copies one', () => {
    const given = input([own, standalone], [own]);
    expect(runChecks(given).find(({ code }) => code === 'python.missing')).toMatchObject({
      summary: 'h2 has no Python 3.13, which the new environments of a1, a2 need',
      hint: expect.stringMatching(/^baiup check 25\.15\.1 --fix python\.missing /),
    });
    expect(proposeFix({ code: 'python.missing', value: undefined }, given)).toEqual({
      kind: 'python',
      does: 'copies Python 3.13.1 from h1 to h2',
      copies: [{ to: 'h2', host: 'h1', python: standalone }],
    });
  });
});
