import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { farCommand } from '../../src/io/hosts/far-program.ts';
import type { Host } from '../../src/io/hosts/port.ts';
import { thisMachine } from '../../src/io/hosts/this-machine.ts';
import { closesChannels, throughSh } from '../../src/io/hosts/through-sh.ts';
import { fileFetcher } from '../../src/io/index/fetch-file.ts';
import { buildEnvironment, environmentStands } from '../../src/io/python/build-environment.ts';
import { writeSmallWheel } from '../../src/io/python/small-wheel.ts';
import type { WheelSupply } from '../../src/io/python/wheelhouse/wheel-supply.ts';
import { type SmallDisk, smallDisk } from './small-disk.ts';

closesChannels();

/** A release that no index has. */
const version = '25.19.98';

/** Fills the disk when the host is about to do this, or does nothing then but fail. */
type Moment = (host: Host, fill: () => Promise<void>) => Host;

const whenRun =
  (word: string): Moment =>
  (host, fill) => ({
    ...host,
    run: async (command) => {
      if (command.argv.some((each) => each.endsWith(word))) await fill();
      return host.run(command);
    },
  });

/** A program that meets the full disk, and does not say so. */
const inSilence: Moment = (host, fill) => ({
  ...host,
  run: async (command) => {
    if (!command.argv.includes('install')) return host.run(command);
    await fill();
    throw new Error('killed by SIGBUS');
  },
});

describe('a host whose disk fills up while an environment is staged', () => {
  let folder: string;
  let disk: SmallDisk;
  let far: Host;
  let supply: WheelSupply;
  const on = (...rest: string[]): string => join(folder, 'disk', ...rest);

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'baiup-full-host-'));
    disk = await smallDisk(on(), 160);
    const wheels = join(folder, 'wheels');
    const files = { 'ai/backend/agent/server.py': 'def main(): pass\n' };
    await writeSmallWheel(thisMachine, wheels, { name: 'backend.ai-agent', version, files });
    await writeSmallWheel(thisMachine, wheels, { name: 'backend.ai-cli', version });
    const variables = [`BAIUP_HOME=${on('home')}`, 'UV_DEFAULT_INDEX=http://127.0.0.1:1/simple'];
    far = throughSh({
      command: [disk.enter[0] ?? '', ...disk.enter.slice(1), 'env', ...variables, ...farCommand()],
    }).host;
    const facts = await thisMachine.facts();
    const here: Host = {
      ...thisMachine,
      facts: async () => ({ ...facts, variables: { ...facts.variables, UV_FIND_LINKS: wheels } }),
    };
    supply = { here, fetchFile: fileFetcher((command) => thisMachine.ask(command)) };
  });
  afterEach(() => disk.free());
  afterAll(async () => {
    await disk?.close();
    await rm(folder, { recursive: true, force: true });
  });

  const request = (name: string, host: Host = far) => ({
    host,
    supply,
    component: 'agent' as const,
    version,
    published: '2026-01-01T00:00:00Z',
    python: '3.12',
    folder: on('environments', name),
  });

  it.each<[string, Moment]>([
    [
      'when wheels are sent',
      (host, fill) => ({ ...host, upload: async (...sent) => fill().then(() => host.upload(...sent)) }),
    ],
    ['when packages are installed', whenRun('install')],
    ['when bytecode is compiled', whenRun('compile_bytecode.py')],
    ['under a program that does not say so', inSilence],
  ])(
    '%s: it says which, with what is free and needed; nothing half-made stays; with room it goes on',
    async (when, moment) => {
      const name = when.replaceAll(' ', '-');
      // What one has sent the next one need not.
      await far.remove(on('home'));
      const fill = () => disk.fill(20_000);
      const said = await buildEnvironment(request(name, moment(far, fill))).catch((error: unknown) => error);
      expect(said).toMatchObject({
        code: 'host.no-room',
        message: expect.stringMatching(
          new RegExp(
            `no room for the environment of agent ${version} on far: ${on()} on far, where .* is, has \\d+ MB free. The environment takes up to 450 MB`,
          ),
        ),
        hint: expect.stringContaining(`make room below ${on()} on far`),
      });
      expect(await readdir(join(disk.seen, 'environments'))).toEqual([]);
      expect(await environmentStands(request(name))).toBe(false);
      await disk.free();
      await buildEnvironment(request(name));
      expect(await environmentStands(request(name))).toBe(true);
      await far.remove(on('environments', name));
    },
  );
});
