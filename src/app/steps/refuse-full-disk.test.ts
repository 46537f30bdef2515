import { expect, it } from 'vitest';
import { simulatedInventory, simulatedMember } from '../../core/cluster/simulated-cluster.ts';
import { simulatedHost } from '../../io/hosts/simulated.ts';
import { refuseFullDisk } from './refuse-full-disk.ts';
import { serviceStop } from './service-stop.ts';

const service = { kind: 'systemd', unit: 'agent', environment: '/data/agent/.venv' } as const;
const inventory = simulatedInventory([
  { ...simulatedMember('a1', 'agent', 6001), host: 'h1', workdir: '/srv', service },
]);

/** Of a host whose shell says this of two folders, and fails where it says nothing. */
function contextOf(said: string) {
  const asked: (readonly string[])[] = [];
  const host = simulatedHost('h1', new Map(), {
    programs: {
      sh: async ({ argv, print }) => {
        asked.push(argv.slice(4));
        print(said);
        return said === '' ? 1 : 0;
      },
    },
  });
  return { asked, context: { inventory, host: () => host } };
}
const rooms = (data: string, files = '0 0') =>
  `\u001e/srv\n9000000 10% /\n0 0\n/data/agent\n${data}\n${files}\n`;

it.each([
  ['has room', rooms('5000 10% /data')],
  ['counts no files', rooms('5000 10% /data', '0 0')],
  ['does not tell', ''],
])('a host that %s has its service stopped', async (_what, said) => {
  const { asked, context } = contextOf(said);
  await refuseFullDisk('a1', context);
  expect(asked).toEqual([['/srv', '/data/agent']]);
});

it.each([
  ['bytes', rooms('900 90% /data')],
  ['files', rooms('5000 10% /data', '7000 12')],
])('a disk without %s has its service run on, and is named', async (_what, said) => {
  const { context } = contextOf(said);
  await expect(refuseFullDisk('a1', context)).rejects.toMatchObject({
    code: 'host.no-room',
    message: '/data on h1, where /data/agent is, is full: a1 could not start again, so it was not stopped',
    left: 'a1 runs as before',
  });
});

it('is asked by the stop, before it tells the service', async () => {
  const told: string[] = [];
  const params = { member: 'a1', component: 'agent', version: '1', signal: 'SIGINT' } as const;
  const stop = async () => void told.push('stop');
  const context = {
    ...contextOf(rooms('0 100% /data')).context,
    started: new Set(['a1']),
    service: () => ({ stop }),
  };
  const timeouts = { stopTimeoutMs: 10, startTimeoutMs: 10 };
  const stopping = serviceStop.apply({ ...params, ...timeouts }, context as never, 'todo');
  await expect(stopping).rejects.toMatchObject({ code: 'host.no-room' });
  expect({ told, started: [...context.started] }).toEqual({ told: [], started: ['a1'] });
});
