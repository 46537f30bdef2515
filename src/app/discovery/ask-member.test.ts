import { expect, it } from 'vitest';
import { simulatedMember } from '../../core/cluster/simulated-cluster.ts';
import { componentNamed } from '../../core/components/index.ts';
import { simulatedHost } from '../../io/hosts/simulated.ts';
import { secret } from '../../lib/secret.ts';
import { askMember } from './ask-member.ts';

const agent = { ...simulatedMember('a1', 'agent', 6001), agent: { id: 'i-a1', varBase: '/var' } };

function ask(
  member: typeof agent | ReturnType<typeof simulatedMember>,
  version: string,
  ids: readonly string[] = ['i-a1'],
  status: (id: string) => string = () => 'ALIVE',
) {
  const answer = () => ({ status: 200, text: JSON.stringify({ manager: version }) });
  const { host, port } = member.endpoint;
  return askMember(member, componentNamed(member.component), {
    agent: async (id) => (status(id) === 'gone' ? undefined : { status: status(id), version }),
    host: simulatedHost('h1', new Map(), { network: new Map([[`${host}:${port}`, answer]]) }),
    agents: async () => ids,
    tls: async () => undefined,
    installed: async () => undefined,
    keypair: { accessKey: 'a', secretKey: secret('s') },
    timeoutMs: 1000,
  });
}

it.each([
  ['manager', simulatedMember('m1', 'manager')],
  ['agent', agent],
] as const)(
  'a %s of a fixed build answers as its release, and one of none is told',
  async (_name, member) => {
    expect(await ask(member, '25.15.6.post1')).toEqual({ version: '25.15.6', healthy: true });
    expect(await ask(member, '25.15.6+site1')).toEqual({ version: '25.15.6', healthy: true });
    expect(await ask(member, 'main')).toEqual({
      version: undefined,
      healthy: false,
      trouble: 'it answers as version "main", which is no release',
    });
  },
);

it('an address of IPv6 is one of a URL, too', async () => {
  const { endpoint, ...member } = simulatedMember('m1', 'manager');
  const asked: string[] = [];
  const host = simulatedHost('h1', new Map());
  const http = async ({ url }: { url: string }) => {
    asked.push(new URL(url).host);
    return { status: 200, text: '{"manager":"24.09.4"}' };
  };
  const answer = await askMember(
    { ...member, endpoint: { ...endpoint, host: 'fd00::1' } },
    componentNamed('manager'),
    {
      ...{ agent: async () => undefined, agents: async () => [], tls: async () => undefined },
      ...{ host: { ...host, http }, installed: async () => undefined, timeoutMs: 1000 },
      keypair: { accessKey: 'a', secretKey: secret('s') },
    },
  );
  expect(answer).toEqual({ version: '24.09.4', healthy: true });
  expect(new Set(asked)).toEqual(new Set([`[fd00::1]:${endpoint.port}`]));
});

it.each<[string, string, string]>([
  ['ALIVE', 'ALIVE', ''],
  ['LOST', 'ALIVE', 'the manager has agent i-a1 as LOST'],
  ['ALIVE', 'TERMINATED', 'the manager has agent i-a2 as TERMINATED'],
  ['ALIVE', 'gone', 'the manager does not know agent i-a2'],
])('a process of two agents, %s and %s, works as they both do', async (first, second, trouble) => {
  const answer = await ask(agent, '25.19.2', ['i-a1', 'i-a2'], (id) => (id === 'i-a1' ? first : second));
  // The simulated port is open: what is left is what the manager says.
  expect(answer).toMatchObject(trouble === '' ? { healthy: true } : { healthy: false, trouble });
});
