import { expect, it } from 'vitest';
import { simulatedInventory, simulatedMember } from '../../core/cluster/simulated-cluster.ts';
import type { Host } from '../../io/hosts/port.ts';
import { simulatedHost } from '../../io/hosts/simulated.ts';
import { secret } from '../../lib/secret.ts';
import { contextPrograms } from './context-programs.ts';

const passwd = 'root:x:0:0::/root:/bin/sh\nbai:x:1100:1100::/home/bai:/bin/sh\n';
const address = { host: 'db', port: 5432, name: 'backend', user: 'u', password: secret('p') };

it.each([
  ['root', 'root', { HOME: '/root', USER: 'root' }],
  ['bai', 'us', { HOME: '/home/bai', USER: 'bai' }],
  [undefined, 'us', {}],
])('a schema of a service of %s is made as %s, with its variables', async (user, who, home) => {
  const begun: object[] = [];
  const talk =
    (name: string): Host['talk'] =>
    async ({ env }) => {
      begun.push({ name, env });
      throw new Error('that is enough');
    };
  const there = simulatedHost('h1', new Map([['/etc/passwd', { content: passwd }]]));
  const root = { ...there, talk: talk('root') };
  const host: Host = {
    ...there,
    facts: async () => ({ ...(await there.facts()), user: 1100 }),
    talk: talk('us'),
    asRoot: () => root,
  };
  const programs = contextPrograms({
    address,
    ownAddress: () => address,
    api: { url: '', accessKey: '', secretKey: secret('') } as never,
    inventory: simulatedInventory([simulatedMember('m1', 'manager')]),
    host: () => host,
    namespace: 'local',
    mark: async () => undefined,
    program: async () => ({
      arguments: [],
      cwd: '/srv',
      variables: { COLOUR: 'green' },
      ...(user === undefined ? {} : { user }),
    }),
    run: 'run',
    runFolder: '/state/runs/r-1',
  });
  const where = { member: 'm1', database: 'm1', config: '/etc/m1.toml', head: 'a' };
  const { signal } = new AbortController();
  await expect(programs.fillDatabase('/e/manager', where, signal)).rejects.toThrow('that is enough');
  expect(begun).toEqual([{ name: who, env: expect.objectContaining({ COLOUR: 'green', ...home }) }]);
});

it('an environment that the service’s own user cannot use is refused, though root reads it', async () => {
  const accounts = `${passwd}ops:x:1200:1300::/home/ops:/bin/sh\n`;
  const setpriv = async ({ argv }: { argv: readonly string[] }) =>
    argv.some((word) => word.startsWith('--ambient-caps')) ? 0 : 126;
  const there = simulatedHost('h1', new Map([['/etc/passwd', { content: accounts }]]), {
    programs: { setpriv },
  });
  const programs = contextPrograms({
    ...({ address, inventory: simulatedInventory([simulatedMember('m1', 'manager')]) } as never as Parameters<
      typeof contextPrograms
    >[0]),
    host: () => ({ ...there, asRoot: () => there }),
    program: async () => ({ arguments: [], cwd: '/srv', variables: {}, user: 'ops' }),
  });
  const request = { host: 'h1', member: 'm1', component: 'manager', folder: '/e/manager' } as never;
  const { signal } = new AbortController();
  await expect(programs.requireConfiguration(request, signal)).rejects.toMatchObject({
    code: 'environment.closed',
  });
});
