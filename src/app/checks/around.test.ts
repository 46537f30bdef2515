import { describe, expect, it } from 'vitest';
import type { HostSnapshot } from '../../core/cluster/host-snapshot.ts';
import {
  simulatedInventory,
  simulatedMember,
  simulatedSnapshot,
} from '../../core/cluster/simulated-cluster.ts';
import type { ClusterSnapshot } from '../../core/cluster/snapshot.ts';
import { agentUnlisted } from './agent-unlisted.ts';
import { balancerInFront } from './balancer-in-front.ts';
import type { Check, CheckInput } from './check.ts';
import { databaseBalanced } from './database-balanced.ts';
import { serverTooOld } from './server-too-old.ts';

const member = (id: string, address: string) => ({
  ...simulatedMember(id, 'manager'),
  host: id,
  endpoint: { host: address, port: 8081 },
});
const agent = { ...simulatedMember('a1', 'agent', 6001), agent: { id: 'i-a1', varBase: '/v' } };
const managers = [member('m1', '10.0.0.1'), member('m2', '10.0.0.2')];

const input = (
  found: Partial<ClusterSnapshot>,
  hops: CheckInput['hops'] = [],
  url = 'http://10.0.0.1:8081',
): CheckInput => {
  const plain = simulatedInventory([...managers, agent]);
  const inventory = { ...plain, api: { ...plain.api, url } };
  const snapshot = simulatedSnapshot(found);
  return {
    ...{ inventory, snapshot, hops, outages: hops.length },
    installedHead: 'head',
    proxyHead: undefined,
  };
};
const told = (check: Check, given: CheckInput) =>
  check.find(given).map(({ severity, subject, summary }) => [severity, subject, summary]);

describe('agents that the managers know', () => {
  const group = 'default';

  it('are fine where cluster.yaml names them, or where they serve no more', () => {
    const agentGroups = [
      { agent: 'i-a1', group, address: 'tcp://10.0.0.5:6001' },
      { agent: 'i-old', group },
    ];
    expect(told(agentUnlisted, input({ agentGroups }))).toEqual([]);
  });

  it('are told where nobody named them, with where they are found', () => {
    const agentGroups = [{ agent: 'i-a2', group, address: 'tcp://10.0.0.6:6001' }];
    const [found] = agentUnlisted.find(input({ agentGroups }));
    expect(found).toMatchObject({
      severity: 'warning',
      summary:
        '1 agent serves that cluster.yaml does not name: i-a2 at 10.0.0.6; no upgrade would bring them along',
      hint: expect.stringMatching(/^baiup init --host 10\.0\.0\.6 /),
    });
  });

  it('are fine where one process is several of them', () => {
    const agentGroups = ['i-1', 'i-2'].map((id) => ({ agent: id, group, address: 'tcp://10.0.0.5:6001' }));
    const components = [{ id: 'a1', agents: ['i-1', 'i-2'] }] as unknown as ClusterSnapshot['components'];
    expect(told(agentUnlisted, input({ agentGroups, components }))).toEqual([]);
  });

  it('are few lines also where there are many', () => {
    const agentGroups = Array.from({ length: 5000 }, (_each, index) => ({
      ...{ agent: `i-x${index}`, group, address: `tcp://10.0.1.${index}:6001` },
    }));
    expect(told(agentUnlisted, input({ agentGroups }))[0]?.[2]?.length).toBeLessThan(500);
  });
});

describe('a balancer', () => {
  const host = (
    servers: readonly [string, number][],
    ports: readonly number[],
    idleSeconds?: number,
  ): HostSnapshot => ({
    name: 'lb',
    balancers: [
      {
        ports,
        servers: servers.map(([address, port]) => ({ host: address, port })),
        ...(idleSeconds === undefined ? {} : { idleSeconds }),
      },
    ],
  });

  it.each<[string, readonly HostSnapshot[], string, readonly unknown[]]>([
    ['is none where there is none', [], 'http://10.0.0.1:8081', []],
    ['of others is not told', [host([['10.9.9.9', 8081]], [8080])], 'http://10.0.0.1:8081', []],
    [
      'is told with whom it has beside it, not with those who listen so elsewhere',
      [{ ...host([['127.0.0.1', 8081]], [8080]), name: 'm2' }],
      'http://10.0.0.1:8081',
      [['info', 'm2', expect.stringContaining('stands in front of m2: while')]],
    ],
    [
      'is told with whom it stands in front of, by address or by name',
      [
        host(
          [
            ['10.0.0.1', 8081],
            ['m2', 8081],
          ],
          [8080],
        ),
      ],
      'http://lb:8080',
      [
        [
          'info',
          'lb',
          'HAProxy on lb (port 8080) stands in front of m1, m2: while they are stopped it answers in their place',
        ],
      ],
    ],
    [
      'is told of those whom it has by addresses of their hosts',
      [host([['10.7.7.7', 8081]], [8080]), { name: 'm1', addresses: ['10.7.7.7', '172.17.0.1'] }],
      'http://10.0.0.1:8081',
      [['info', 'lb', expect.stringContaining('stands in front of m1: while')]],
    ],
    [
      'that nobody can see is told where the API is no manager’s',
      [],
      'https://api.example.org',
      [
        [
          'info',
          'https://api.example.org',
          expect.stringContaining('is no manager’s own endpoint'.replace('’', "'")),
        ],
      ],
    ],
  ])('%s', (_what, hosts, url, expected) => {
    expect(told(balancerInFront, input({ hosts }, [], url))).toEqual(expected);
  });

  it.each<[string, number, number | undefined, number]>([
    ['is told where it cuts what is silent', 5432, 300, 1],
    ['is fine where it is patient', 5432, 86_400, 0],
    ['is fine where it never cuts', 5432, undefined, 0],
    ['is fine where it is another’s', 5000, 300, 0],
  ])('in front of PostgreSQL %s', (_what, port, idle, count) => {
    const given = input({ hosts: [{ ...host([], [port], idle), name: '127.0.0.1' }] }, [
      { from: 'a', to: 'b' },
    ]);
    expect(told(databaseBalanced, given)).toHaveLength(count);
  });
});

describe('servers beside the components', () => {
  const code = serverTooOld.code;
  const versions = (postgres: string, redis: string, etcd: string): Partial<ClusterSnapshot> => ({
    rows: { [code]: { count: 1, first: [{ version: postgres }] } },
    servers: { redis, etcd },
  });
  const to = (release: string, ...run: string[]) => [{ from: '24.03.11', to: release, route: { run } }];

  it.each<[string, Partial<ClusterSnapshot>, CheckInput['hops'], readonly unknown[]]>([
    ['as the release says are fine', versions('16.3', '7.2.11', '3.5.14'), to('26.04.2'), []],
    ['newer than that are fine', versions('18beta1', '8.0', '3.6.0'), to('26.04.2'), []],
    ['that tell nothing are not judged', {}, to('26.04.2'), []],
    ['are not judged without a target', versions('9.6', '5', '3.3'), [], []],
    [
      'as the vendor’s pages install them are fine for 24.09',
      versions('13.2', '6.2.6', '3.4.15'),
      to('24.09.4'),
      [],
    ],
    [
      'older than said, but tried, are to be known',
      versions('15.18 (Debian 15.18-0+deb12u1)', '7.0.15', '3.4.23'),
      to('26.04.2'),
      [
        ['info', 'PostgreSQL', '16'],
        ['info', 'Redis', '7.2'],
        ['info', 'etcd', '3.5'],
      ],
    ],
    [
      'older than said, and untried, are warned of',
      versions('14.1', '7.2', '3.5'),
      to('26.04.2'),
      [['warning', 'PostgreSQL', '16']],
    ],
    [
      'without streams that can be claimed cannot serve',
      versions('16.3', '6.0.9', '3.5'),
      to('24.09.4'),
      [['blocker', 'Redis', '6.2']],
    ],
    [
      'without conditions cannot serve 26.09',
      versions('16.3', '6.2.9', '3.5'),
      to('26.09.6'),
      [['blocker', 'Redis', '7.0']],
    ],
    [
      'that cannot carry a revision out are refused for it alone',
      versions('14.1', '7.2', '3.5'),
      to('26.08.1', 'b93d1c47af52'),
      [['blocker', 'PostgreSQL', '15']],
    ],
  ])('%s', (_what, found, hops, expected) => {
    const said = serverTooOld
      .find(input(found, hops))
      .map(({ severity, subject, summary }) => [
        severity,
        subject,
        /need(?:s)? ([\d.]+) or newer/.exec(summary)?.[1],
      ]);
    expect(said).toEqual(expected);
  });
});
