import { describe, expect, it } from 'vitest';
import { simulatedInventory, simulatedMember } from '../../core/cluster/simulated-cluster.ts';
import { clockLook } from '../../io/hosts/clock-look.ts';
import type { HostReader } from '../../io/hosts/port.ts';
import { simulatedHost } from '../../io/hosts/simulated.ts';
import type { SimulatedProgram } from '../../io/hosts/simulated-process.ts';
import { simulatedShell } from '../../io/hosts/simulated-shell.ts';
import { unitLook } from '../../io/services/unit-look.ts';
import { BaiupError } from '../../lib/errors.ts';
import { observe } from './observe.ts';
import { type HostReaders, observeHosts } from './observe-hosts.ts';
import type { Readers } from './readers.ts';
import { simulatedReaders } from './simulated-readers.ts';

const unreachable = () => {
  throw new BaiupError('host.ssh-refused', 'h2 cannot be reached: refused', { hint: 'try it: ssh h2 true' });
};

const looked = async (readers: HostReaders, need: 'upgrade' | 'status') =>
  (await observeHosts(readers, need)).map(({ host }) => host);

/** Hosts h1, h2 … with an agent on each; h2 does not answer. */
function world(count: number, clocks: readonly [string, string] = ['1000.0', '1000.5']) {
  const names = Array.from({ length: count }, (_each, index) => `h${index + 1}`);
  const unit = (name: string) => ({ kind: 'systemd' as const, unit: 'agent', environment: `/e/${name}` });
  const inventory = {
    ...simulatedInventory(
      names.map((host, index) => ({
        ...simulatedMember(`a${index + 1}`, 'agent'),
        host,
        service: unit(host),
      })),
    ),
    hosts: Object.fromEntries(names.map((name) => [name, { ssh: name }])),
  };
  const asked: string[] = [];
  const host = (name: string): HostReader => {
    const sh = simulatedShell((script, time) => (script === clockLook.script ? (clocks[time] ?? '') : ''));
    const found = simulatedHost(name, new Map([['/lab/agent.toml', { content: '' }]]), { programs: { sh } });
    const ask: HostReader['ask'] = (command) => {
      asked.push(name);
      return found.ask(command);
    };
    const counted = { ...found, ask };
    return name === 'h2' ? { ...counted, facts: async () => unreachable() } : counted;
  };
  let time = 999_000;
  const now = () => {
    time += 1000;
    return time;
  };
  return { asked, readers: simulatedReaders('running', { inventory, host, now }) };
}

describe('hosts', () => {
  it('are told each by itself, and one that does not answer hides no other', async () => {
    const { readers } = world(3);
    expect(await looked(readers, 'status')).toEqual([
      { name: 'h1', clock: expect.anything() },
      {
        name: 'h2',
        away: { code: 'host.ssh-refused', why: 'h2 cannot be reached: refused', hint: 'try it: ssh h2 true' },
      },
      { name: 'h3', clock: expect.anything() },
    ]);
  });

  it('have clocks that are compared with ours, to within the way there and back', async () => {
    const [first] = await looked(world(1).readers, 'status');
    // Asked at 1000, answered at 1001; half a second of that was spent there.
    expect(first?.clock).toEqual({ ahead: -0.25, within: 0.25 });
  });

  it('are asked once each', async () => {
    const { readers, asked } = world(50);
    await looked(readers, 'status');
    expect(asked.length).toBe(49);
  });

  it.each([
    ['as root before an upgrade', 'upgrade', undefined, ['root']],
    ['as their user where nobody is root', 'upgrade', { why: 'sudo wants a password' }, ['user']],
    ['as their user for the status', 'status', undefined, ['user']],
  ] as const)('have their units looked at once: %s', async (_what, need, noRoot, whom) => {
    const { readers } = world(1);
    const looks: string[] = [];
    const asked = (who: string) => (): HostReader => {
      const sh = simulatedShell((script) => {
        if (script === unitLook([]).script) looks.push(who);
        return '';
      });
      return simulatedHost('h1', new Map(), { programs: { sh } });
    };
    const both = { host: asked('user'), asRoot: asked('root'), noRoot: async () => noRoot };
    await looked({ ...readers, ...both }, need);
    expect(looks).toEqual(whom);
  });

  it('whose shell does not answer are told as unread, not as away', async () => {
    const { readers } = world(1);
    const sh: SimulatedProgram = async ({ complain }) => {
      complain('sh: not allowed here');
      return 1;
    };
    const host = (name: string) => simulatedHost(name, new Map(), { programs: { sh } });
    const [first] = await looked({ ...readers, host }, 'status');
    expect(first).toEqual({ name: 'h1', unread: 'h1 does not answer as a shell does: sh: not allowed here' });
  });

  it('are asked for root only where something is to be done as root, and for an upgrade', async () => {
    const { readers } = world(1);
    const noRoot: Readers['noRoot'] = async () => ({ why: 'sudo wants a password' });
    const asked = { ...readers, noRoot };
    expect((await looked(asked, 'upgrade'))[0]?.noRoot).toEqual({ why: 'sudo wants a password' });
    expect((await looked(asked, 'status'))[0]).not.toHaveProperty('noRoot');
    const inventory = {
      ...readers.inventory,
      components: [{ ...simulatedMember('a1', 'agent'), host: 'h1' }],
    };
    expect((await looked({ ...asked, inventory }, 'upgrade'))[0]).not.toHaveProperty('noRoot');
  });
});

it('a cluster is observed without the hosts that do not answer', async () => {
  const { readers } = world(3);
  const found = await observe({
    ...readers,
    service: (id: string) =>
      ({
        state: async () => (id === 'a2' ? unreachable() : { active: true, environment: `/e/${id}` }),
        program: async () => ({ arguments: [], variables: {}, cwd: '/' }),
      }) as never,
    strangers: { inPlaceOf: async () => [] },
    askMember: async () => ({ version: undefined, healthy: false, trouble: 'it is young' }),
  });
  expect(found.components.map(({ id, unseen, trouble }) => [id, unseen, trouble])).toEqual([
    ['a1', undefined, 'it is young'],
    ['a2', true, 'its host h2 does not answer'],
    ['a3', undefined, 'it is young'],
  ]);
  expect(found).not.toHaveProperty('others');
});
