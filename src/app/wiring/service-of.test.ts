import { expect, it } from 'vitest';
import type { Member } from '../../core/cluster/inventory.ts';
import type { Host } from '../../io/hosts/port.ts';
import { hostWithUnits } from '../discovery/survey/simulated-unit-host.ts';
import { serviceOf } from './service-of.ts';

const workdir = '/home/bai/agent';
const member: Member = {
  id: 'a1',
  component: 'agent',
  host: 'h1',
  service: { kind: 'systemd', unit: 'agent', environment: `${workdir}/.venv` },
  config: `${workdir}/agent.toml`,
  workdir,
  endpoint: { host: '127.0.0.1', port: 6001 },
};

it('reads variables and scripts of a unit that are for root alone', async () => {
  const forRoot = ['/etc/agent.env', '/usr/local/sbin/run-agent'];
  const root = hostWithUnits({
    units: { 'agent.service': { start: '/usr/local/sbin/run-agent', workdir, files: ['/etc/agent.env'] } },
    files: {
      '/etc/passwd': 'root:x:0:0::/root:/bin/sh\n',
      '/etc/agent.env': 'BACKEND_DEBUG=1\n',
      '/usr/local/sbin/run-agent': '. .venv/bin/activate\nexec python -m ai.backend.agent.server --debug\n',
    },
  });
  const refused = async (path: string) => {
    if (forRoot.includes(path)) throw new Error(`${path} on h1: permission is denied`);
    return root.readText(path);
  };
  const host: Host = { ...root, readText: refused, asRoot: () => root };
  expect(await serviceOf(host, member, [member]).program()).toMatchObject({
    arguments: ['-m', 'ai.backend.agent.server', '--debug'],
    variables: { BACKEND_DEBUG: '1' },
  });
});
