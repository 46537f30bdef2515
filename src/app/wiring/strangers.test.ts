import { describe, expect, it } from 'vitest';
import { simulatedInventory, simulatedMember } from '../../core/cluster/simulated-cluster.ts';
import type { HostReader } from '../../io/hosts/port.ts';
import { strangersOf } from './strangers.ts';

const unit = { kind: 'systemd', unit: 'bai-manager@2', environment: '/home/bai/manager/.venv' } as const;
const inventory = simulatedInventory([
  simulatedMember('m1', 'manager', 8081),
  { ...simulatedMember('m2', 'manager', 8082), service: unit },
  simulatedMember('w1', 'webserver', 8090),
]);

interface Process {
  readonly words: string;
  readonly ports: readonly number[];
  readonly group?: number;
  readonly listens?: boolean;
  readonly variables?: string;
  readonly maps?: string;
  readonly groups?: string;
}

/** A host with such processes, and how often all open files were looked through. */
function world(processes: Readonly<Record<number, Process>>, connected: readonly (number | null)[] = []) {
  const seen = { searches: 0 };
  const all = Object.entries(processes).flatMap(([pid, each]) =>
    each.ports.map((port) => ({
      pid,
      port,
      inode: `${pid}${port}`,
      state: each.listens === false ? '01' : '0A',
    })),
  );
  const line = ({ port, inode, state }: (typeof all)[number]) =>
    `   0: 0100007F:${port.toString(16).toUpperCase()} 00000000:0000 ${state} 0:0 0:0 0 1000 0 ${inode} 1\n`;
  const host = {
    ask: async ({ argv }: { argv: readonly string[] }) => {
      if (argv[0] === 'systemctl')
        return { exitCode: 0, stdout: 'Names=own.service bai-manager@2.service\n', stderr: '' };
      if (argv[0] === 'cat') return { stdout: `  sl  local_address\n${all.map(line).join('')}` };
      seen.searches += 1;
      const held = all.filter(({ inode }) => argv.includes(`socket:\\[${inode}\\]`));
      return { stdout: held.map(({ pid }) => `/proc/${pid}/fd\n`).join('') };
    },
    processes: async ({ pid = 0 }) => (processes[pid] ? [{ pid, group: processes[pid].group ?? pid }] : []),
    readText: async (path: string) => {
      const [, , pid = '', name] = path.split('/');
      const {
        words,
        variables = 'HOME=/',
        maps,
        groups = '0::/user.slice',
      } = processes[Number(pid)] ?? { words: '' };
      if (name === 'maps') return maps;
      if (name === 'cgroup') return groups;
      return (name === 'cmdline' ? words : variables).replaceAll(' ', '\0');
    },
  } as unknown as HostReader;
  const database = () => ({ others: async () => connected.map((port) => ({ port }) as never) });
  return { seen, strangers: strangersOf({ inventory, host: () => host, database }) };
}

const own = 'HOME=/ BAIUP_SERVICE=/lab/services/m1';
const old: Process = {
  words: 'backend.ai: manager local',
  ports: [8081],
  maps: '7f00 r-xp 08:01 1 /e/manager-1/lib/python3.12/site-packages/uvloop/loop.so\n',
};

describe('who serves in the place of a member', () => {
  it('is a program of Backend.AI that listens at its port, by its main process', async () => {
    const worker = { ...old, words: 'backend.ai: manager worker-0', group: 12 };
    const { strangers } = world({ 12: { ...old, ports: [] }, 13: worker, 14: worker });
    expect(await strangers.inPlaceOf('m1')).toEqual([
      { pid: 12, title: 'backend.ai: manager local', environment: '/e/manager-1' },
    ]);
    expect(await strangers.inPlaceOf('w1')).toEqual([]);
  });

  it('is named by what was typed, before it has named itself', async () => {
    const typed = { ...old, words: '/e/bin/python -m ai.backend.manager.server', maps: '' };
    const { strangers } = world({ 12: typed });
    expect(await strangers.inPlaceOf('m1')).toEqual([{ pid: 12, title: typed.words }]);
  });

  it.each<[string, Process]>([
    ['its own service', { ...old, variables: own }],
    [
      'a unit of the cluster',
      { ...old, groups: '1:name=systemd:/system.slice/x.slice/bai-manager@2.service\n' },
    ],
    ['a unit of the cluster by another of its names', { ...old, groups: '0::/system.slice/own.service\n' }],
    ['another program, say a proxy before it', { ...old, words: 'haproxy -f x' }],
    ['who is only connected to its port', { ...old, listens: false }],
    ['who listens elsewhere', { ...old, ports: [8082] }],
  ])('is not %s', async (_who, process) => {
    expect(await world({ 12: process }).strangers.inPlaceOf('m1')).toEqual([]);
  });

  it('is not looked for where nobody listens', async () => {
    const { seen, strangers } = world({ 12: { ...old, ports: [1] } });
    await strangers.inPlaceOf('m1');
    expect(seen.searches).toBe(0);
  });
});

describe('who works with the database', () => {
  const writer = { ...old, ports: [40001], listens: false };

  it('is a program of Backend.AI at the other end of a session', async () => {
    const { strangers } = world({ 12: writer, 13: { ...writer, ports: [40002] } }, [null, 40001]);
    expect((await strangers.atDatabase(undefined)).map(({ pid }) => pid)).toEqual([12]);
  });

  it.each<[string, Process, (number | null)[]]>([
    ['a service of the cluster', { ...writer, variables: own }, [40001]],
    ['a unit of the cluster', { ...writer, groups: '0::/system.slice/bai-manager@2.service/sub\n' }, [40001]],
    ['a report', { ...writer, words: 'psql' }, [40001]],
    ['somebody without a session', writer, []],
    ['somebody on the server itself', writer, [null]],
  ])('is not %s', async (_who, process, sessions) => {
    expect(await world({ 12: process }, sessions).strangers.atDatabase(undefined)).toEqual([]);
  });
});
