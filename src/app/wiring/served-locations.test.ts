import { describe, expect, it } from 'vitest';
import { simulatedMember } from '../../core/cluster/simulated-cluster.ts';
import { simulatedHost } from '../../io/hosts/simulated.ts';
import { secret } from '../../lib/secret.ts';
import { servedLocations } from './served-locations.ts';

const text = '[etcd]\nnamespace = "local"\naddr = "127.0.0.1:1"\n[db]\nname = "backend"\n';
const host = simulatedHost('h1', new Map([['/m.toml', { content: text }]]));
const mark = { key: 'a2V5', value: 'cnVu' };
const meant = {
  address: { host: 'db', port: 5432, name: 'backend', user: 'x', password: secret('x') },
  namespace: 'prod',
  mark,
};
const served = (
  variables: Record<string, string>,
  component: 'manager' | 'app-proxy-coordinator' = 'manager',
) => servedLocations(host, simulatedMember('m1', component, 1), { config: '/m.toml', variables }, meant);

describe('where a migration would work', () => {
  it('is where variables lead that win over the file, and there it looks for the mark', async () => {
    expect(await served({ BACKEND_NAMESPACE: 'prod', BACKEND_ETCD_ADDR: 'e:2379' })).toEqual({
      etcd: { namespace: 'prod', host: 'e', port: 2379, mark },
      database: { name: 'backend' },
    });
  });

  it.each([
    [{}, 'migrator.other-etcd', 'm1 works with the etcd namespace "local", and cluster.yaml names "prod"'],
    [{ BACKEND_NAMESPACE: 'prod', BACKEND_DB_NAME: 'b' }, 'migrator.other-database', 'the database "b"'],
  ])('%j is another cluster', async (variables, code, message) => {
    await expect(served(variables)).rejects.toMatchObject({
      code,
      exit: 2,
      message: expect.stringContaining(message),
      left: 'nothing was changed',
    });
  });

  it('a coordinator has its database alone', async () => {
    expect(await served({}, 'app-proxy-coordinator')).toEqual({ database: { name: 'backend' } });
  });
});
