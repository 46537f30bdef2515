import { expect, it } from 'vitest';
import { simulatedHost } from '../../../io/hosts/simulated.ts';
import { draftServers } from './draft-servers.ts';

const host = simulatedHost('m1', new Map());
const ground = {
  ...{ found: [], hosts: {}, looked: [], accessKey: undefined, name: undefined },
  ...{ host: () => host, reader: () => host, addressOf: () => 'm1.example', accepts: async () => true },
};

/** A manager whose service has these variables, and whether its connection to the database was encrypted. */
const drafted = (variables: Readonly<Record<string, string>>, answer: boolean) =>
  draftServers(
    {
      written: { id: 'm1', component: 'manager', host: 'm1' },
      found: {
        ...{
          host: 'm1',
          component: 'manager',
          service: undefined,
          pid: undefined,
          isActive: true,
          isEnabled: true,
        },
        ...{ user: 'bai', workdir: '/m', environment: undefined, version: undefined, remarks: [] },
        ...{ config: '/m/manager.toml', configText: '', variableFiles: new Map() },
        variables: new Map(Object.entries(variables)),
      },
      remarks: {},
    },
    { database: { host: 'db.example', port: 5432, name: 'backend', user: 'bai' } },
    { etcd: { trouble: 'none' }, database: { agents: [], encrypted: { answer } } },
    ground,
  );

it('a database whose connections are encrypted is written so, and what that does not prove', async () => {
  const { keys, remarks } = await drafted({}, true);
  expect(keys.database.tls).toBe('require');
  expect(remarks['database.tls']?.join()).toContain('nothing proves who answers');
});

it('what the driver is told by variables is written, its files by where they are', async () => {
  const { keys } = await drafted({ PGSSLMODE: 'verify-full', PGSSLROOTCERT: '/m/ca.pem' }, true);
  expect(keys.database.tls).toEqual({ mode: 'verify', ca: { from: 'm1', file: '/m/ca.pem' } });
});

it('nothing is written where nothing is encrypted: the driver takes what the server offers', async () => {
  const { keys, remarks } = await drafted({}, false);
  expect(keys.database).not.toHaveProperty('tls');
  expect(remarks).not.toHaveProperty('database.tls');
});
