import { appendFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { awaitEndpoints } from '../../scripts/busy/await-endpoints.ts';
import { beginSessions } from '../../scripts/busy/begin-sessions.ts';
import { type Busy, busySandbox } from '../../scripts/busy/busy-sandbox.ts';
import { makeBatch } from '../../scripts/busy/make-batch.ts';
import { waitFor } from '../../src/lib/wait.ts';
import { applyUntil } from './apply-until.ts';
import { drainedState } from './drained.ts';
import { type Lab, openLab, sql, storeOf } from './lab.ts';

/**
 * A cluster at 24.03.11 with 40 sessions of 6 people, 2 endpoints and 3 sessions that wait, through everything that can
 * become of its drain. `npm run test:drain` prints what an operator sees. Ten to twenty minutes on two cores.
 */
const people = ['ana', 'ben', 'cem', 'dana', 'eva', 'finn'];
const endpoints = { chat: 2, vision: 1 };
const ofEndpoints = 3;
const names = (what: string, count: number) =>
  Array.from({ length: count }, (_, index) => `${what}-${index + 1}`);
const batch = names('batch', 6);
const waiting = names('waiting', 3);
const patience = 600_000;

let lab: Lab;
let cluster = '';
let busy: Busy;
let before: Awaited<ReturnType<typeof drainedState>>;
let runs = 0;

const on = (): string[] => ['--cluster', cluster];
const planFile = (): string => join(lab.folder, 'plan.json');
const now = () => drainedState(busy.inventory);

const say = (text: string) => process.stdout.write(`${text}\n`);

/** Shows what an operator sees. */
async function shown(...words: readonly string[]) {
  const ended = await lab.run([...words, ...on()]);
  say(`$ baiup ${words.join(' ')}\n${ended.stdout}${ended.stderr}(exit ${ended.exitCode})\n`);
  return ended;
}

async function makePlan(to: string, ...drain: readonly string[]): Promise<void> {
  const { exitCode, stdout, stderr } = await shown('plan', to, ...drain, '-o', planFile());
  expect(exitCode, `${stdout}${stderr}`).toBe(0);
}

const apply = (): string[] => ['apply', planFile(), '--yes', '--no-rehearsal'];
const nextRun = (): string => {
  runs += 1;
  return `r-${runs}`;
};

/** People begin what they had before a drain ended it. */
async function refill(): Promise<void> {
  await beginSessions(busy.inventory, { people: busy.people, names: names('work', 31) });
  await beginSessions(busy.inventory, { people: busy.people, names: batch });
  await makeBatch(busy.inventory, batch);
  await awaitEndpoints(busy.inventory, ofEndpoints);
}

/** Everything that lets sessions begin is as it was, and those that waited wait. */
async function expectGivenBack(): Promise<void> {
  const { sessions, ...intake } = await now();
  expect(intake).toEqual({ status: before.status, agents: before.agents, endpoints: before.endpoints });
  expect(sessions.filter((each) => each.startsWith('waiting'))).toEqual(
    waiting.map((each) => `${each} PENDING`),
  );
}

beforeAll(async () => {
  lab = await openLab();
  const { exitCode, json } = await lab.json('sandbox', 'up', '--at', '24.03.11');
  expect({ exitCode, error: json.error }).toEqual({ exitCode: 0, error: undefined });
  cluster = json.cluster;
  await appendFile(cluster, '\nannouncement: {}\n');
  busy = await busySandbox(cluster, { people, room: 60, before25: true, endpoints });
  await refill();
  await beginSessions(busy.inventory, { people: busy.people, names: waiting, cpu: 1000 });
  before = await now();
}, patience);

afterAll(async () => {
  const { exitCode } = await lab.run(['sandbox', 'down']);
  await lab.close();
  expect(exitCode).toBe(0);
}, patience);

describe('40 sessions of 6 people, 2 endpoints and 3 sessions that wait', { timeout: patience }, () => {
  it('are told by workloads and check', async () => {
    const { stdout } = await shown('workloads');
    expect(stdout).toContain(
      '40 running (31 interactive, 6 batch, 3 inference), 0 on their way, 3 waiting; of 6 people; 2 endpoints',
    );
    await shown('workloads', '--by', 'owner');
    expect((await shown('check', '24.09.4')).stdout).toMatch(/40 sessions run/);
    const drain = ['--drain', 'end,batch=wait', '--drain-for', '3s'];
    const affected = (await shown('check', '24.09.4', ...drain)).stdout;
    for (const group of ['must-end: 6', 'is-ended: 31', 'is-restarted: 3', 'waits: 3'])
      expect(affected).toContain(`${group} sessions. Each`);
    const each = (await shown('workloads', ...drain, '--fate', 'must-end')).stdout;
    expect(each).toMatch(/batch-1 +batch +RUNNING +ana@sandbox.example +default +must-end /);
    expect(each).toContain('Sessions: 6 running (6 batch)');
  });

  it('are given everything back by an abort in the middle of the drain', async () => {
    await makePlan('24.09.4', '--drain', 'end', '--drain-for', '1h');
    const run = nextRun();
    let meanwhile: typeof before | undefined;
    const { exitCode, stdout, stderr } = await applyUntil(lab, [...apply(), ...on()], {
      run,
      began: '1.drain.users',
      act: async () => {
        meanwhile = await now();
        await shown('abort', run, '--yes');
      },
    });
    say(`${stdout}${stderr}`);
    expect(exitCode).toBe(1);
    expect(meanwhile).toEqual({ ...before, status: 'frozen', agents: [] });
    expect(await now()).toEqual(before);
    expect(await storeOf(busy.inventory).get('manager/announcement')).toBeUndefined();
  });

  it('are waited for by the policy of their kind, and left where it is not kept', async () => {
    await makePlan('24.09.4', '--drain', 'end,batch=wait', '--drain-for', '3s');
    nextRun();
    const { exitCode, stderr, stdout } = await shown(...apply());
    expect({ exitCode, told: `${stdout}${stderr}` }).toEqual({
      exitCode: 1,
      told: expect.stringMatching(/6 sessions have not ended within 3s: batch-\d of /),
    });
    expect(await now()).toEqual(before);
  });

  it('are asked about, kept from beginning while nobody answers, and given back by an abort', async () => {
    await makePlan('24.09.4', '--drain', 'ask', '--drain-for', '3s');
    const run = nextRun();
    expect((await shown(...apply())).exitCode).toBe(3);
    expect(await now()).toEqual({ ...before, status: 'frozen', agents: [] });
    expect((await shown('abort', run, '--yes')).exitCode).toBe(0);
    expect(await now()).toEqual(before);
  });

  it('are ended, and all else is given back after a failure in the migration', async () => {
    // 7c8501cec07b adds this very column: it raises when six revisions are committed.
    await sql(busy.inventory, 'ALTER TABLE images ADD COLUMN project varchar');
    await makePlan('24.09.4', '--drain', 'force', '--drain-for', '3s');
    nextRun();
    const { exitCode, stderr, stdout } = await shown(...apply());
    await sql(busy.inventory, 'ALTER TABLE images DROP COLUMN project');
    expect({ exitCode, told: `${stdout}${stderr}` }).toEqual({
      exitCode: 1,
      told: expect.stringContaining('7c8501cec07b'),
    });
    await expectGivenBack();
    await refill();
    expect(await now()).toEqual(before);
  });

  it('are given back by a rollback of a run that was killed while endpoints rested', async () => {
    await makePlan('24.09.4', '--drain', 'end', '--drain-for', '3s');
    const run = nextRun();
    const killed = { run, began: '1.drain.rest', act: (kill: () => void) => kill() };
    expect((await applyUntil(lab, [...apply(), ...on()], killed)).exitCode).toBe(137);
    expect(await now()).toMatchObject({ status: 'frozen', agents: [], endpoints: ['chat 0', 'vision 0'] });
    // Another program gives one of them a session of its own accord: that is left, and told.
    const chat = (sessions: number) =>
      sql(busy.inventory, `UPDATE endpoints SET desired_session_count = ${sessions} WHERE name = 'chat'`);
    await chat(1);
    expect((await shown('rollback', run, '--yes')).exitCode).toBe(0);
    expect((await now()).endpoints).toEqual(['chat 1', 'vision 1']);
    expect((await shown('logs', run, '1.drain.endpoints')).stdout).toContain(
      'endpoint chat has 1 replicas, which another program has set; it had 2',
    );
    await chat(2);
    await expectGivenBack();
    await refill();
  });

  it('are drained, announced, upgraded to 24.09.4 and given back, though baiup is killed at each event of the drain', async () => {
    await makePlan('24.09.4', '--drain', 'end', '--drain-for', '3s');
    const run = nextRun();
    const steps = ['drain.quiesce', 'drain.users', 'drain.endpoints', 'drain.rest', 'return.workloads'];
    for (const step of steps) {
      for (const event of ['step.started', 'step.finished'] as const) {
        const moment = { run, began: `1.${step}`, event, act: (kill: () => void) => kill() };
        const { exitCode } = await applyUntil(lab, [...apply(), ...on()], moment);
        expect(exitCode, `${event} of ${step}`).toBe(137);
      }
    }
    expect((await shown('resume', run, '--yes')).exitCode).toBe(0);
    await shown('show', run);
    await expectGivenBack();
    const isThere = async () => {
      const { json } = await lab.json('status', ...on());
      return (
        json.components.every(
          ({ version, absent }: { version: string; absent?: string }) =>
            absent !== undefined || version === '24.09.4',
        ) || undefined
      );
    };
    await waitFor(isThere, { timeoutMs: 60_000, what: '24.09.4' });
    await awaitEndpoints(busy.inventory, ofEndpoints);
    await shown('workloads');
  });

  it('stop a minor upgrade by their names where they are guarded, until each is accepted', async () => {
    await refill();
    await sql(busy.inventory, "UPDATE sessions SET tag = 'nightly' WHERE name IN ('batch-1', 'batch-2')");
    const named = async (...words: readonly string[]): Promise<string[]> => {
      const { exitCode, json } = await lab.json('plan', '24.09.6', ...on(), ...words);
      expect(exitCode).toBe(2);
      const guarded = json.findings.filter(({ code }: { code: string }) => code === 'workloads.guarded');
      return guarded.map(({ subject }: { subject: string }) => subject).sort();
    };
    const accepted = ['--accept', 'workloads.running,workloads.in-flight'];
    await shown('plan', '24.09.6', ...accepted, '--guard', 'label=nightly');
    expect(await named(...accepted, '--guard', 'label=nightly')).toEqual(['batch-1', 'batch-2']);
    expect(await named(...accepted, '--guard', 'label=nightly', '--accept', 'session=batch-1')).toEqual([
      'batch-2',
    ]);
    expect(await named(...accepted, '--guard', 'owner=ben@sandbox.example,image=model')).toEqual([
      'batch-2',
      ...[
        expect.stringMatching(/^chat-/),
        expect.stringMatching(/^chat-/),
        expect.stringMatching(/^vision-/),
      ],
      ...[
        'waiting-2',
        ...names('work', 31)
          .filter((_, index) => index % 6 === 1)
          .sort(),
      ],
    ]);
  });

  it('are left as they are by give-up, and live on through a minor upgrade', async () => {
    const these = await now();
    await makePlan(
      '24.09.6',
      '--drain',
      'give-up',
      '--drain-for',
      '3s',
      '--accept',
      'workloads.running,workloads.in-flight',
    );
    nextRun();
    expect((await shown(...apply())).exitCode).toBe(0);
    const after = await now();
    expect({ ...after, sessions: after.sessions.filter((each) => !each.startsWith('baiup-proof')) }).toEqual(
      these,
    );
  });
});
