import { describe, expect, it } from 'vitest';
import type { HostSnapshot } from '../../core/cluster/host-snapshot.ts';
import {
  simulatedInventory,
  simulatedMember,
  simulatedSnapshot,
} from '../../core/cluster/simulated-cluster.ts';
import type { MemberSnapshot } from '../../core/cluster/snapshot.ts';
import type { Check, CheckInput } from './check.ts';
import { hostClock } from './host-clock.ts';
import { hostDropsWaiting } from './host-drops-waiting.ts';
import { hostNoRoom } from './host-no-room.ts';
import { hostNoRoot } from './host-no-root.ts';
import { hostTwice } from './host-twice.ts';
import { hostUnreachable } from './host-unreachable.ts';
import { runChecks } from './index.ts';

const unit = { kind: 'systemd', unit: 'backendai-agent', environment: '/e/agent' } as const;
const inventory = simulatedInventory([{ ...simulatedMember('a1', 'agent'), host: 'h1', service: unit }]);
const seen = { id: 'a1', component: 'agent', host: 'h1', version: '24.03.11', healthy: true, active: true };
const hop = [{ from: '24.03.11', to: '24.09.4' }];

const input = (
  hosts: readonly HostSnapshot[],
  hops: CheckInput['hops'] = [],
  change: Partial<MemberSnapshot> = {},
) => {
  const components = [{ ...seen, environment: '/e', configSha256: '0', ...change }] as MemberSnapshot[];
  const snapshot = simulatedSnapshot({ hosts, components });
  return { inventory, snapshot, hops, outages: hops.length, installedHead: 'head', proxyHead: undefined };
};
const told = (check: Check, given: CheckInput) =>
  check.find(given).map(({ severity, subject, summary }) => [severity, subject, summary]);

describe('a host that does not answer', () => {
  const away = {
    code: 'host.unreachable',
    why: 'h1 cannot be reached: refused',
    hint: 'try it: ssh h1 true',
  };

  it('is named once, with its members and what to try, and they are not told again', () => {
    const found = runChecks(input([{ name: 'h1', away }], [], { unseen: true, healthy: false }));
    expect(found).toEqual([
      {
        code: 'host.unreachable',
        severity: 'blocker',
        subject: 'h1',
        summary: 'h1 cannot be reached: refused; nothing is known of a1 on it',
        hint: 'try it: ssh h1 true',
      },
    ]);
  });

  it('is a warning where no member is on it', () => {
    expect(told(hostUnreachable, input([{ name: 'lb', away: { code: 'x', why: 'lb is away' } }]))).toEqual([
      ['warning', 'lb', 'lb is away; no member is on it'],
    ]);
  });
});

describe('a machine that several names lead to', () => {
  const declared = (...names: string[]) => Object.fromEntries(names.map((name) => [name, { ssh: name }]));
  const found = (
    hosts: Readonly<Record<string, { ssh: string } | { transport: 'local' }>>,
    on: readonly string[],
  ) => {
    const components = on.map((host, index) => ({ ...simulatedMember(`a${index + 1}`, 'agent'), host }));
    const seenHosts = Object.keys(hosts).map((name) => ({ name, machine: name === 'other' ? 'y' : 'x' }));
    return hostTwice.find({
      ...input(seenHosts),
      inventory: { ...inventory, components, hosts },
    } as CheckInput);
  };

  it('is told, and stands in the way where members are on two of them', () => {
    expect(found(declared('h1', 'h1b', 'other'), ['h1', 'h1b'])).toEqual([
      {
        code: 'host.twice',
        severity: 'blocker',
        subject: 'h1',
        summary: 'h1, h1b are one machine: hosts in cluster.yaml has it twice',
        hint: 'keep one of these names under hosts in cluster.yaml, and use it wherever h1b stands',
      },
    ]);
    expect(found(declared('h1', 'h1b'), ['h1'])).toMatchObject([{ severity: 'warning' }]);
  });

  it('is nothing where the other is this machine itself, or where nobody can tell', () => {
    expect(found({ ...declared('h1'), here: { transport: 'local' } }, ['h1', 'here'])).toEqual([]);
    const plain = input([{ name: 'h1' }, { name: 'h2' }]);
    const hosts = declared('h1', 'h2');
    expect(hostTwice.find({ ...plain, inventory: { ...inventory, hosts } } as CheckInput)).toEqual([]);
  });
});

it('root that cannot be had stands in the way of an upgrade', () => {
  const hosts = [{ name: 'h1', noRoot: { why: 'baiup may not be root on h1: no', hint: 'sudo -n true' } }];
  const text = 'baiup may not be root on h1: no; an upgrade stops and starts backendai-agent there as root';
  expect(told(hostNoRoot, input(hosts, hop))).toEqual([['blocker', 'h1', text]]);
  expect(told(hostNoRoot, input(hosts))).toEqual([['warning', 'h1', text]]);
});

describe('clocks', () => {
  const clock = (name: string, ahead: number, within = 0.1): HostSnapshot => ({
    name,
    clock: { ahead, within },
  });

  it.each<[string, readonly HostSnapshot[], readonly unknown[]]>([
    ['that agree are fine', [clock('h1', 0.4), clock('h2', -4.9)], []],
    ['that seem off only because the way is slow are fine', [clock('h1', 0), clock('h2', 9, 5)], []],
    [
      'of one host beside this machine are compared with each other',
      [clock('h1', 60)],
      [['warning', 'h1', 'the clock of h1 is 60 s ahead of the clock of this machine']],
    ],
    [
      'are compared with most of them',
      [clock('h1', 0), clock('h2', -8), clock('h3', 0.2)],
      [['warning', 'h2', 'the clock of h2 is 8 s behind most clocks of the cluster']],
    ],
    [
      'of all hosts against ours: ours is off',
      [clock('h1', 100), clock('h2', 100), clock('h3', 100)],
      [['warning', 'this machine', 'the clock of this machine is 100 s behind most clocks of the cluster']],
    ],
    [
      'that are so far off that requests are refused',
      [clock('h1', 0), clock('h2', 3600), clock('h3', 0)],
      [
        [
          'blocker',
          'h2',
          'the clock of h2 is 60 minutes ahead of most clocks of the cluster: managers refuse requests that are signed so far off',
        ],
      ],
    ],
  ])('%s', (_what, hosts, expected) => {
    expect(told(hostClock, input(hosts))).toEqual(expected);
  });
});

describe('room for new environments on a host', () => {
  const rooms = (free: number, files?: number): HostSnapshot[] => [
    { name: 'h1', rooms: [{ path: '/home/bai', mount: '/', free, files }] },
  ];
  const at = { environment: '/home/bai/agent-24.03.11' };

  it.each<[string, readonly HostSnapshot[], number, string | undefined]>([
    ['is enough', rooms(500e6, 20_000), 1, undefined],
    [
      'is enough for one outage, not for two',
      rooms(500e6),
      2,
      '2 new environments take up to 900 MB, and 500 MB are free',
    ],
    ['is too little', rooms(100e6), 1, '1 new environment takes up to 450 MB, and 100 MB are free'],
    [
      'is enough for bytes, not for files',
      rooms(1e9, 9),
      1,
      '1 new environment takes up to 15,000 files, and there may be 9 more',
    ],
    ['is not asked for where nothing is upgraded', rooms(0, 0), 0, undefined],
  ])('%s', (_what, hosts, outages, text) => {
    const hops = Array.from({ length: outages }, () => hop[0] ?? { from: '', to: '' });
    const found = told(hostNoRoom, input(hosts, hops, at));
    expect(found).toEqual(text === undefined ? [] : [['blocker', 'h1', `${text} in /home/bai on h1`]]);
  });
});

describe('connections that wait for a program that ends', () => {
  const members = [
    { ...simulatedMember('m1', 'manager'), host: 'h1' },
    { ...simulatedMember('w1', 'webserver'), host: 'h1' },
    { ...simulatedMember('a1', 'agent'), host: 'h2' },
    { ...simulatedMember('s1', 'storage-proxy'), host: 'h3' },
    { ...simulatedMember('m2', 'manager'), host: 'h4', service: unit },
  ];
  const minor = { from: '24.03.10', to: '24.03.11' };
  const given = (hops: CheckInput['hops'], handsOver = false): CheckInput => {
    const hosts = ['h1', 'h2', 'h4'].map((name) => ({ name, handsOver }));
    return { ...input([...hosts, { name: 'h3' }], hops), inventory: simulatedInventory(members) };
  };

  it('are told of where programs may turn beside each other, and may be lost', () => {
    expect(told(hostDropsWaiting, given([minor]))).toEqual([
      ['info', 'h1', expect.stringMatching(/h1 drops .* a request to m1, w1 can be lost$/)],
    ]);
    expect(hostDropsWaiting.fix?.make(given([minor]), '')).toMatchObject({
      files: [{ host: 'h1', content: expect.stringMatching(/\nnet\.ipv4\.tcp_migrate_req = 1\n$/) }],
      commands: [{ host: 'h1', argv: ['sysctl', '-q', '-p', '/etc/sysctl.d/60-baiup-hand-over.conf'] }],
    });
  });

  it.each([
    ['no hop is asked for', given([])],
    ['the kernel hands them over', given([minor], true)],
    ['the hop is major', given([{ from: '24.03.11', to: '24.09.4' }])],
    ['no program of the line was tried so', given([{ from: '24.09.5', to: '24.09.6' }])],
    ['revisions run', given([{ ...minor, route: { run: ['abc'] } }])],
  ])('are not spoken of where %s', (_why, where) => {
    expect(hostDropsWaiting.find(where)).toEqual([]);
  });
});
