import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { beginSessions } from '../../scripts/busy/begin-sessions.ts';
import { type Busy, busySandbox } from '../../scripts/busy/busy-sandbox.ts';
import { type Restless, restless } from '../../scripts/busy/restless.ts';
import { thisMachine } from '../../src/io/hosts/this-machine.ts';
import { processService } from '../../src/io/services/process.ts';
import { waitFor } from '../../src/lib/wait.ts';
import { applyUntil } from './apply-until.ts';
import { drainedState } from './drained.ts';
import { type Lab, openLab, sql } from './lab.ts';

/**
 * What works against the drain of a real cluster: a manager that dies, an agent that dies, and somebody who begins
 * sessions as fast as they end. Five minutes on two cores.
 */
const people = ['ana', 'ben'];
const patience = 600_000;

let lab: Lab;
let cluster = '';
let busy: Busy;
let runs = 0;

const on = (): string[] => ['--cluster', cluster];
const plan = (): string => join(lab.folder, 'plan.json');
const now = () => drainedState(busy.inventory);

const folderOf = (id: string): string => {
  const service = busy.inventory.components.find((each) => each.id === id)?.service;
  if (service?.kind !== 'process') throw new Error('this cluster is no sandbox');
  return service.folder;
};

async function kill(id: string): Promise<void> {
  const { pid } = JSON.parse(await readFile(join(folderOf(id), 'pid.json'), 'utf8'));
  process.kill(-pid, 'SIGKILL');
}

/** Starts a member again, and waits until the managers have the agent, whoever of both it was. */
async function startAgain(id: string): Promise<void> {
  await processService(thisMachine, folderOf(id)).start();
  const isBack = async () => {
    const { json } = await lab.json('status', ...on());
    return json.components.every(
      ({ healthy, absent }: { healthy: boolean; absent?: string }) => healthy || absent !== undefined,
    )
      ? true
      : undefined;
  };
  await waitFor(isBack, { timeoutMs: 180_000, everyMs: 1000, what: `${id} to work again` });
}

/** Drains, and does something as soon as sessions are waited for. */
async function drained(policy: string, seconds: number, act: () => Promise<void>) {
  const drain = ['--drain', policy, '--drain-for', `${seconds}s`];
  const planned = await lab.run(['plan', '24.03.11', ...on(), ...drain, '-o', plan()]);
  expect(planned.exitCode, planned.stdout + planned.stderr).toBe(0);
  runs += 1;
  const words = ['apply', plan(), ...on(), '--yes', '--no-rehearsal'];
  const ended = await applyUntil(lab, words, { run: `r-${runs}`, began: '1.drain.users', act });
  const told = `${ended.stdout}${ended.stderr}`;
  process.stdout.write(`${told}(exit ${ended.exitCode})\n`);
  return { exitCode: ended.exitCode, told };
}

beforeAll(async () => {
  lab = await openLab();
  const { exitCode, json } = await lab.json('sandbox', 'up', '--at', '24.03.10');
  expect({ exitCode, error: json.error }).toEqual({ exitCode: 0, error: undefined });
  cluster = json.cluster;
  busy = await busySandbox(cluster, { people, room: 20, before25: true });
  await beginSessions(busy.inventory, { people: busy.people, names: ['work-1', 'work-2', 'work-3'] });
  await beginSessions(busy.inventory, { people: busy.people, names: ['waiting-1'], cpu: 1000 });
}, patience);

afterAll(async () => {
  const { exitCode } = await lab.run(['sandbox', 'down']);
  await lab.close();
  expect(exitCode).toBe(0);
}, patience);

describe('the drain of a real cluster', { timeout: patience }, () => {
  it('goes back where the manager dies after the freeze, and gives everything back without it', async () => {
    const before = await now();
    const ended = await drained('end', 3600, () => kill('m1'));
    expect(ended).toEqual({ exitCode: 1, told: expect.stringMatching(/m1/) });
    expect(await now()).toEqual(before);
    await startAgain('m1');
  });

  it('names sessions of an agent that dies meanwhile, and goes back', async () => {
    const before = await now();
    const ended = await drained('wait', 3, () => kill('a1'));
    expect(ended).toEqual({
      exitCode: 1,
      told: expect.stringMatching(/3 sessions have not ended within 3s: work-.* on i-sandbox-agent\)/),
    });
    expect(await now()).toEqual(before);
    await startAgain('a1');
  });

  it('ends although somebody begins sessions as fast as they end', async () => {
    const [ana] = busy.people;
    if (!ana) throw new Error('nobody is there');
    const her: Restless = restless(busy.inventory, ana);
    const { exitCode, told } = await drained('force', 2, async () => undefined).finally(() => her.rest());
    expect({ exitCode, told }).toEqual({ exitCode: 0, told: expect.anything() });
    // She was refused while the managers were frozen, and let in before it and after it.
    expect(her.refused()).toBeGreaterThan(0);
    const begun = await sql(
      busy.inventory,
      `SELECT (s.created_at > v.at)::text AS late FROM sessions s, (SELECT max(terminated_at) AS at FROM sessions
       WHERE name LIKE 'work-%') v WHERE s.name LIKE 'again-%' GROUP BY 1 ORDER BY 1`,
    );
    expect(begun).toEqual([{ late: 'false' }, { late: 'true' }]);
    expect((await now()).sessions).toContain('waiting-1 PENDING');
  });
});
