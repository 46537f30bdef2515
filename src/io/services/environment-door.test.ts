import { describe, expect, it } from 'vitest';
import { simulatedHost } from '../hosts/simulated.ts';
import type { SimulatedFiles } from '../hosts/simulated-file.ts';
import { environmentDoor } from './environment-door.ts';

const path = '/w/.venv';
const fragment = '/etc/systemd/system/a.service';
const conf = `${fragment}.d/zz-baiup-environment.conf`;
const held = `${fragment}.d/zz-baiup.conf`;
const own = [
  '[Service]',
  'ExecStart=/bin/false',
  'ExecStart=',
  `ExecStart=-${path}/bin/python -m ai.backend.agent.server \\`,
  '  --config "/etc/a b.toml"',
  `Environment="PATH=${path}/bin:/usr/bin" COLOUR=green`,
  'User=bai',
].join('\n');

function world(mounts: Readonly<Record<string, string>>, unit = own, sharedWith: readonly string[] = []) {
  const files: SimulatedFiles = new Map([
    [fragment, { content: unit }],
    [held, { content: '[Service]\nExecStop=\n' }],
    [`${path}/bin/python`, { content: 'old' }],
  ]);
  const reloads: string[] = [];
  const host = simulatedHost('h1', files, {
    programs: {
      findmnt: async ({ argv, print }) => {
        print(`${mounts[argv.at(-1) ?? ''] ?? '/ rw,relatime'}\n`);
        return 0;
      },
      systemctl: async ({ argv: [, verb], print }) => {
        if (verb === 'daemon-reload') reloads.push(files.get(conf)?.content ?? 'none');
        else
          for (const file of [fragment, conf, held])
            if (files.has(file)) print(`# ${file}\n${files.get(file)?.content}\n\n`);
        return 0;
      },
      chmod: async () => 0,
      rmdir: async () => 0,
    },
  });
  const door = () => environmentDoor(host, { unit: 'a.service', path, beside: '/w/agent', sharedWith });
  return { door, files, reloads };
}

const mounted = { [path]: `${path} rw`, '/w': '/ rw' };

it.each<[string, Record<string, string>, readonly string[], string | undefined]>([
  ['becomes a link', {}, [], undefined],
  ['that is a mount point stays', mounted, [], 'it is a mount point'],
  ['on a disk that cannot be written stays', { '/w': '/w ro,relatime' }, [], 'its file system is read-only'],
  ['of services of two components stays', {}, ['s1'], 's1 runs from it too'],
])('a path %s', async (_what, mounts, sharedWith, because) => {
  const { named } = await (await world(mounts, own, sharedWith).door()).seen();
  expect(named.stays?.because).toBe(because);
  expect(named.at).toBe(because === undefined ? path : '/w/agent');
});

describe('a unit whose path stays', () => {
  it('starts from another environment by a drop-in, and a second one, and takes it out on the way back', async () => {
    const { door, files, reloads } = world(mounted);
    expect((await (await door()).seen()).environment).toBe(path);
    await (await door()).switch('/w/agent-2', path);
    expect(files.get(conf)?.content.split('\n').slice(3)).toEqual([
      '[Service]',
      'ExecStart=',
      'ExecStart=-/w/agent-2/bin/python -m ai.backend.agent.server    --config "/etc/a b.toml"',
      'Environment="PATH=/w/agent-2/bin:/usr/bin" COLOUR=green',
      '',
    ]);
    expect((await (await door()).seen()).environment).toBe('/w/agent-2');
    await (await door()).switch('/w/agent-3', '/w/agent-2');
    expect(files.get(conf)?.content).toMatch('ExecStart=-/w/agent-3/bin/python');
    await (await door()).switch(path, path);
    expect([files.has(conf), (await (await door()).seen()).environment]).toEqual([false, path]);
    expect(reloads.map((text) => /Its environment: (\S+)/.exec(text)?.[1])).toEqual([
      '/w/agent-2',
      '/w/agent-3',
      undefined,
    ]);
  });

  it('has what it runs beside its program from there too, also while it is held', async () => {
    const stops = `ExecStop=${path}/bin/backend.ai stop\nExecReload=/bin/kill -HUP $MAINPID`;
    const unit = `${own}\nExecStartPre=/bin/sleep 1\nExecStartPre=${path}/bin/python -c pass\n${stops}\n`;
    const { door, files } = world(mounted, unit);
    await (await door()).switch('/w/agent-2', path);
    expect(files.get(conf)?.content.split('\n').slice(6, -2)).toEqual([
      ...['ExecStartPre=', 'ExecStartPre=/bin/sleep 1', 'ExecStartPre=/w/agent-2/bin/python -c pass'],
      ...['ExecStop=', 'ExecStop=/w/agent-2/bin/backend.ai stop'],
    ]);
  });

  it('says so where the files of its unit cannot be read', async () => {
    const host = simulatedHost('h1', new Map(), { programs: { systemctl: async () => 1 } });
    const by = { unit: 'a.service', path, beside: '/w/agent', sharedWith: ['s1'] };
    await expect((await environmentDoor(host, by)).seen()).rejects.toMatchObject({ code: 'command.failed' });
  });

  it('cannot where its command is a script', async () => {
    const { door, files } = world(mounted, '[Service]\nExecStart=/home/bai/run.sh\n');
    expect((await (await door()).seen()).named.stays?.isNamed).toBe(false);
    await expect((await door()).switch('/w/agent-2', path)).rejects.toMatchObject({
      code: 'service.environment-unnamed',
    });
    expect(files.has(conf)).toBe(false);
  });
});
