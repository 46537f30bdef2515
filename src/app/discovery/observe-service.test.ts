import { expect, it } from 'vitest';
import type { Member } from '../../core/cluster/inventory.ts';
import { simulatedMember } from '../../core/cluster/simulated-cluster.ts';
import type { ServiceProgram } from '../../io/services/port.ts';
import { observeService } from './observe-service.ts';

const member = simulatedMember('m1', 'manager', 8081);
const text =
  '[etcd]\nnamespace = "local"\naddr = "127.0.0.1:1"\n[db]\nname = "backend"\npassword = "secret"\n';

/** What is told of a member that is started so, by a process of a user. */
function observed(
  program: Partial<ServiceProgram>,
  owner = 7,
  file: string | undefined = text,
  of: Member = member,
) {
  const arguments_ = ['-m', 'ai.backend.manager.server', '-f', 'manager.toml'];
  const service = {
    program: async () => ({ arguments: arguments_, cwd: '/srv', variables: {}, ...program }),
    state: async () => ({ active: true, pid: 12, environment: '/e' }),
  };
  const host = { stat: async (path: string) => ({ owner: path === '/proc/12' ? owner : 7 }) };
  return observeService(of, file, { service, host } as never);
}

it('what a service says counts before its file, and no secret is told', async () => {
  const variables = { BACKEND_NAMESPACE: 'x', BACKEND_DB_PASSWORD: 'of the service', HOME: '/h' };
  const told = await observed({ variables });
  expect(told).toEqual({
    winning: [
      { name: 'BACKEND_DB_PASSWORD', key: 'db.password' },
      { name: 'BACKEND_NAMESPACE', key: 'etcd.namespace' },
    ],
    cwd: '/srv',
    file: '/srv/manager.toml',
    sees: { namespace: 'x', etcd: '127.0.0.1:1', databaseName: 'backend' },
  });
  expect(JSON.stringify(told)).not.toMatch(/of the service|secret/);
});

it.each<[Partial<ServiceProgram>, number, object]>([
  [{ arguments: ['-m', 'site.start', 'secret'] }, 7, { untried: 'python -m site.start' }],
  [{ variables: { PYTHONPATH: '/opt/site:/opt/more' } }, 7, { modules: '/opt/site:/opt/more' }],
  [{}, 0, { user: { its: 0, ours: 7 } }],
])('%j of user %i is unusual', async (program, owner, unusual) => {
  const told = await observed(program, owner);
  expect(told).toMatchObject(unusual);
  expect(JSON.stringify(told)).not.toContain('secret');
});

it('a member without a file is told of by its service alone', async () => {
  expect((await observed({}, 7, '')).sees).toEqual({});
});

it('a unit is run by whom it says, whoever baiup is', async () => {
  const service = { kind: 'systemd', unit: 'backendai-manager', environment: '/e' } as const;
  expect(await observed({}, 0, text, { ...member, service })).not.toHaveProperty('user');
});
