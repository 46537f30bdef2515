import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { handingOver, targetsOf, underLoad } from '../../scripts/bench/minor.ts';
import type { KernelContainer } from '../../src/io/workloads/kernel-containers.ts';
import { type DockerLab, openDockerLab } from './docker-lab.ts';

/** Within a line the manager turns first, then the others; the database may stay as it is. */
let lab: DockerLab;
let before: KernelContainer;
let run = '';

/** Keeps the longest time that its thread was not heard of. */
const ticker = `
import threading, time
gaps = [0.0]
def tick():
    last = time.monotonic()
    while True:
        time.sleep(0.05)
        now = time.monotonic()
        gaps[0] = max(gaps[0], now - last)
        last = now
threading.Thread(target=tick, daemon=True).start()
`;

const on = (): string[] => ['--cluster', lab.cluster];

async function expectBefore(x: number): Promise<void> {
  expect((await lab.containers()).find(({ id }) => id === before.id)).toEqual(before);
  expect(await lab.python('before', 'print(x)')).toBe(String(x));
}

beforeAll(async () => {
  lab = await openDockerLab('24.03.10');
  await lab.begin('before');
  await lab.python('before', 'x = 42');
  [before] = (await lab.containers()) as [KernelContainer];
});

afterAll(async () => {
  const { exitCode } = await lab.run(['sandbox', 'down']);
  await lab.close();
  expect(exitCode).toBe(0);
});

describe('sessions in containers, from 24.03.10 to 24.03.11', () => {
  it('live through the upgrade, with their variables', async () => {
    const plan = join(lab.folder, 'plan.json');
    const made = await lab.json('plan', '24.03.11', '--accept', 'workloads.running', ...on(), '-o', plan);
    expect(made.exitCode).toBe(0);
    const { exitCode, json } = await lab.json('apply', plan, ...on(), '--yes');
    expect({ exitCode, state: json.state, failure: json.failure }).toEqual({ exitCode: 0, state: 'done' });
    run = json.run;
    await lab.python('before', 'x += 1');
    await expectBefore(43);
  });

  it('live through the way back, also those that began since: nothing was restored that forgets them', async () => {
    await lab.begin('after');
    await lab.python('after', 'y = 7');
    const { exitCode, json } = await lab.json('rollback', run, ...on(), '--yes');
    expect({ exitCode, state: json.state }).toEqual({ exitCode: 0, state: 'rolled-back' });
    await expectBefore(43);
    expect(await lab.status('after')).toBe('RUNNING');
    expect(await lab.python('after', 'print(y)')).toBe('7');
  });

  it('live through managers that turn beside each other under load: nothing is lost, and nothing pauses', async () => {
    await lab.python('before', ticker);
    const plan = join(lab.folder, 'beside.json');
    const accepted = ['turn.workloads', 'workloads.running'].flatMap((code) => ['--accept', code]);
    await lab.json('plan', '24.03.11', '--turn', 'beside', ...accepted, ...on(), '-o', plan);
    const [{ exitCode, json }, counts] = await handingOver(async () =>
      underLoad(await targetsOf(lab.cluster), () => lab.json('apply', plan, ...on(), '--yes')),
    );
    expect({ exitCode, state: json.state, failure: json.failure }).toEqual({ exitCode: 0, state: 'done' });
    for (const { target, connections, sent, lost, answeredBy, errors } of counts) {
      process.stderr.write(
        `${target}, ${connections} connections: lost ${lost} of ${sent}, answers by ${JSON.stringify(answeredBy)}\n`,
      );
      expect({ target, connections, lost, errors }).toEqual({ target, connections, lost: 0, errors: {} });
      expect(Object.keys(answeredBy).sort()).toEqual(['24.03.10', '24.03.11']);
    }
    const gap = Number(await lab.python('before', 'print(gaps[0])'));
    process.stderr.write(`the longest pause within the session: ${gap.toFixed(2)} s\n`);
    expect(gap).toBeGreaterThan(0);
    expect(gap).toBeLessThan(1);
    expect(await lab.logs('before')).not.toBe('');
    await expectBefore(43);
  });

  it('find no room for a proof where the cluster is full, which is said before anything is stopped', async () => {
    const { json } = await lab.json('check', '24.03.11', ...on());
    const room = json.findings.find(({ code }: { code: string }) => code === 'proof.no-room');
    expect(room).toMatchObject({ severity: 'warning', subject: 'default' });
  });
});
