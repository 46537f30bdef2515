import { expect, it } from 'vitest';
import { simulatedHost } from '../../io/hosts/simulated.ts';
import { asItsUser } from './as-its-user.ts';

const passwd = 'root:x:0:0::/root:/bin/sh\nbai:x:1100:1100::/home/bai:/bin/sh\n';

it.each([
  ['root', 1100, 'root', '/root'],
  ['bai', 1100, 'us', '/home/bai'],
  ['1100', 0, 'us', '/home/bai'],
  ['root', 0, 'us', '/root'],
])('a program of %s is tried by user %i as %s, at home in %s', async (user, ours, who, home) => {
  const there = simulatedHost('h1', new Map([['/etc/passwd', { content: passwd }]]));
  const root = { ...there, name: 'root' };
  const host = {
    ...there,
    name: 'us',
    facts: async () => ({ ...(await there.facts()), user: ours }),
    asRoot: () => root,
  };
  const program = { arguments: [], cwd: '/', variables: { COLOUR: 'green' }, user };
  const trial = await asItsUser({ host, program });
  expect(trial.host.name).toBe(who);
  expect(trial.program.variables).toMatchObject({ HOME: home, COLOUR: 'green' });
});
