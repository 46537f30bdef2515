import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { waitFor } from '../../lib/wait.ts';
import { farCommand } from './far-program.ts';
import { closesChannels, throughSh, untilSo } from './through-sh.ts';

const timeoutMs = 10_000;
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'baiup-far-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));
closesChannels();

describe('the fence', () => {
  const cluster = `test-${process.pid}-fence`;
  const turn = (number: number) => ({ cluster, run: `run ${number}`, number, series: 'one' });
  afterAll(async () => {
    const { host } = throughSh();
    const state = join(String((await host.facts()).variables['HOME']), '.local/state/baiup/fence');
    for (const name of await readdir(state)) if (name.startsWith(cluster)) await rm(join(state, name));
  });

  it('refuses an earlier driver once a later one has its turn', async () => {
    const old = throughSh().host.inTurn(turn(3));
    await old.run({ argv: ['true'], timeoutMs });
    const young = throughSh().host.inTurn(turn(4));
    await young.run({ argv: ['true'], timeoutMs });
    const path = join(folder, 'late');
    const touch = () => old.run({ argv: ['touch', path], timeoutMs });
    for (const late of [touch, () => old.writeText(path, '')]) {
      await expect(late()).rejects.toMatchObject({ code: 'host.fenced', message: /run 4/ });
    }
    expect(await old.stat(path)).toBeUndefined();
    await young.writeText(path, 'on time');
  });

  it('refuses it from the moment that another has its turn, though that one has changed nothing yet', async () => {
    const old = throughSh().host.inTurn(turn(1));
    const { host } = throughSh();
    host.inTurn(turn(4));
    const late = () =>
      old.run({ argv: ['true'], timeoutMs }).then(
        () => undefined,
        (error: unknown) => error,
      );
    const refusal = await waitFor(late, { timeoutMs, everyMs: 20, what: 'the refusal' });
    expect(refusal).toMatchObject({ code: 'host.fenced' });
  });

  it('does not compare numbers that different etcds have counted', async () => {
    await throughSh()
      .host.inTurn(turn(4))
      .run({ argv: ['true'], timeoutMs });
    const other = throughSh().host.inTurn({ ...turn(1), series: 'two' });
    expect((await other.run({ argv: ['true'], timeoutMs })).exitCode).toBe(0);
  });

  it('that cannot be kept is told as such, and not as what was to be done', async () => {
    const command = ['env', 'XDG_STATE_HOME=/proc/none', ...farCommand()] as const;
    const mine = throughSh({ command: [...command] }).host.inTurn(turn(1));
    const path = join(folder, 'unfenced');
    const acts = [() => mine.run({ argv: ['touch', path], timeoutMs }), () => mine.writeText(path, '')];
    for (const act of acts) {
      await expect(act()).rejects.toMatchObject({
        code: 'host.fence',
        message: expect.stringContaining('/proc/none'),
      });
    }
    expect(await mine.stat(path)).toBeUndefined();
  });

  it('waits for what an earlier driver has running, which may go on, but no further', async () => {
    const old = throughSh().host.inTurn(turn(5));
    const path = join(folder, 'order');
    const text = `echo > ${path}.runs; sleep 1.5; echo old >> ${path}`;
    const young = throughSh().host;
    await young.facts();
    const slow = old.run({ argv: ['sh', '-c', text], timeoutMs });
    await untilSo('it to run', async () => (await old.stat(`${path}.runs`)) !== undefined);
    await young.inTurn(turn(6)).run({ argv: ['sh', '-c', `echo young >> ${path}`], timeoutMs });
    await slow;
    expect(await old.readText(path)).toBe('old\nyoung\n');
  });

  it('waits for what outlived the connection of the same driver', async () => {
    const { host, cut } = throughSh();
    const mine = host.inTurn(turn(7));
    const path = join(folder, 'outlived');
    // It ends a while after it was asked to.
    const stubborn = `trap 'sleep 1.5; echo first >> ${path}; exit' TERM; echo > ${path}.runs; sleep 30 & wait`;
    const running = mine.run({ argv: ['sh', '-c', stubborn], timeoutMs: 60_000 });
    await untilSo('it to run', async () => (await host.stat(`${path}.runs`)) !== undefined);
    cut();
    await expect(running).rejects.toMatchObject({ code: 'host.connection-lost' });
    await mine.run({ argv: ['sh', '-c', `echo second >> ${path}`], timeoutMs });
    expect(await host.readText(path)).toBe('first\nsecond\n');
  });
});
