import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CarriedPlugin } from '../../../core/components/carried-plugin.ts';
import { limiter } from '../../../lib/limiter.ts';
import { hasSshd, ownSshd } from '../../hosts/own-sshd.ts';
import type { Host } from '../../hosts/port.ts';
import { sshHost } from '../../hosts/ssh-host.ts';
import { thisMachine } from '../../hosts/this-machine.ts';
import { fileFetcher } from '../../index/fetch-file.ts';
import { buildEnvironment, environmentStands } from '../build-environment.ts';
import { readHeld } from '../read-held.ts';
import { writeSmallWheel } from '../small-wheel.ts';
import type { WheelSupply } from './wheel-supply.ts';

const isThere = await hasSshd();

afterAll(() => {
  const why = 'left out: environments of hosts by SSH, because this machine has no sshd (openssh-server)\n';
  if (!isThere) process.stderr.write(why);
});

/** A release that no index has. */
const version = '25.19.99';
const program = { 'ai/backend/agent/server.py': 'def main(): pass\n' };
const release = [
  { name: 'backend.ai-agent', version, files: program },
  { name: 'backend.ai-cli', version },
];

describe.skipIf(!isThere)('an environment on a host by SSH', () => {
  let folder: string;
  let server: Awaited<ReturnType<typeof ownSshd>>;
  let host: ReturnType<typeof sshHost>;
  let supply: WheelSupply;
  let uploaded: string[];
  let hook: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'baiup-supplied-'));
    const wheels = join(folder, 'wheels');
    // One is on the index alone, another lies on the host alone and asks for a third of the index.
    const plugins = [
      { name: 'site-monitor', version: '1.4', requires: ['site-library'] },
      { name: 'site-library', version: '1.0' },
    ];
    const own = { name: 'site-hook', version: '0.3', requires: ['site-library'] };
    for (const each of plugins) await writeSmallWheel(thisMachine, wheels, each);
    hook = await writeSmallWheel(thisMachine, join(folder, 'of-host'), own);
    for (const each of release) await writeSmallWheel(thisMachine, wheels, each);
    // All that is sent is new to it, and no index would be found there.
    server = await ownSshd({
      BAIUP_HOME: join(folder, 'there'),
      UV_DEFAULT_INDEX: 'http://127.0.0.1:1/simple',
    });
    const { destination, port, config } = server;
    const options = { destination, port, config, connecting: limiter(4), password: async () => undefined };
    host = sshHost('there', options);
    const facts = await thisMachine.facts();
    const variables = { ...facts.variables, UV_FIND_LINKS: wheels };
    const here: Host = { ...thisMachine, facts: async () => ({ ...facts, variables }) };
    supply = { here, fetchFile: fileFetcher((command) => thisMachine.ask(command)) };
  });
  afterAll(async () => {
    host.close();
    await server.end();
    await rm(folder, { recursive: true, force: true });
  });

  const build = (name: string, plugins: readonly CarriedPlugin[] = []) => {
    uploaded = [];
    const upload: Host['upload'] = (from, to) => {
      uploaded.push(to);
      return host.upload(from, to);
    };
    const request = {
      host: { ...host, upload },
      supply,
      component: 'agent' as const,
      version,
      published: '2026-01-01T00:00:00Z',
      python: '3.12',
      plugins,
      folder: join(folder, name),
    };
    return mkdir(join(folder, name), { recursive: true })
      .then(() => buildEnvironment(request))
      .then(async (record) => ({ record, stands: await environmentStands(request) }));
  };

  it('is made of what is sent, without an index there, and only what it lacks is sent', async () => {
    const { record, stands } = await build('one');
    expect(stands).toBe(true);
    expect(record.packages).toContain(`backend-ai-agent==${version}`);
    const sent = uploaded.map((path) => path.split('/').at(-1));
    expect(sent).toEqual(expect.arrayContaining([`backend_ai_agent-${version}-py3-none-any.whl`]));
    await build('two');
    expect(uploaded).toEqual([]);
  });

  it('has plugins of the index, and wheels of its own with what these ask for', async () => {
    const one = (name: string, take: CarriedPlugin['take']): CarriedPlugin => ({
      ...{ name, take, entryPoints: [], isAskedFor: false },
    });
    const monitor = one('site-monitor', { from: 'index', version: '1.4' });
    const plugins = [monitor, one('site-hook', { from: 'file', path: hook })];
    await build('three', plugins);
    const held = await readHeld(host, join(folder, 'three'));
    const names = held?.packages.map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining(['site-hook', 'site-library', 'site-monitor']));
    await expect(build('four', [one('site-gone', { from: 'index', version: '9' })])).rejects.toMatchObject({
      code: 'plugin.unavailable',
      message: expect.stringMatching(/site-gone/),
    });
  });
});
