import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { awaitEndpoints } from '../../scripts/busy/await-endpoints.ts';
import { beginSessions } from '../../scripts/busy/begin-sessions.ts';
import { type Busy, busySandbox } from '../../scripts/busy/busy-sandbox.ts';
import { applyUntil } from './apply-until.ts';
import { drainedState } from './drained.ts';
import { type Lab, openLab } from './lab.ts';

/**
 * Drains of later releases' managers, whose sessions have other statuses and whose endpoints other columns: sessions
 * end, endpoints rest, and all that was kept from beginning is given back by an abort just before the stop. Three
 * minutes a release on two cores.
 */
const people = ['ana', 'ben'];
const hops = [
  ['24.09.6', '25.02.0'],
  ['25.19.2', '26.02.5'],
  ['26.08.3', '26.09.6'],
] as const;

describe.each(hops)('the drain of a real cluster at %s', (from, to) => {
  let lab: Lab;
  let cluster = '';
  let busy: Busy;

  beforeAll(async () => {
    lab = await openLab();
    const { exitCode, json } = await lab.json('sandbox', 'up', '--at', from);
    expect({ exitCode, error: json.error }).toEqual({ exitCode: 0, error: undefined });
    cluster = json.cluster;
    const before25 = from.startsWith('24');
    busy = await busySandbox(cluster, { people, room: 10, before25, endpoints: { chat: 2 } });
    await beginSessions(busy.inventory, { people: busy.people, names: ['work-1', 'work-2', 'work-3'] });
    await beginSessions(busy.inventory, { people: busy.people, names: ['waiting-1'], cpu: 1000 });
    // Rows alone are no endpoint to the managers of later releases: of them only the numbers are looked at.
    if (before25) await awaitEndpoints(busy.inventory, 2);
  }, 600_000);

  afterAll(async () => {
    const { exitCode } = await lab.run(['sandbox', 'down']);
    await lab.close();
    expect(exitCode).toBe(0);
  }, 120_000);

  it('ends what runs, keeps what waits, and is given back', { timeout: 600_000 }, async () => {
    const { inventory } = busy;
    const before = await drainedState(inventory);
    const [plan, on] = [join(lab.folder, 'plan.json'), ['--cluster', cluster]];
    const planned = await lab.run([
      'plan',
      to,
      ...on,
      '--policy',
      'schema',
      '--drain',
      'end',
      '--drain-for',
      '2s',
      '-o',
      plan,
    ]);
    expect(planned.exitCode, planned.stdout).toBe(0);
    let drained: typeof before | undefined;
    const { exitCode, stdout } = await applyUntil(lab, ['apply', plan, ...on, '--yes', '--no-rehearsal'], {
      run: 'r-1',
      began: '1.warm.migrator',
      act: async () => {
        drained = await drainedState(inventory);
        await lab.run(['abort', 'r-1', ...on, '--yes']);
      },
    });
    expect(exitCode, stdout).toBe(1);
    const sessions = ['waiting-1 PENDING'];
    expect(drained).toEqual({ status: 'frozen', agents: [], endpoints: ['chat 0'], sessions });
    expect(await drainedState(inventory)).toEqual({ ...before, sessions });
    await beginSessions(inventory, { people: busy.people, names: ['after-1'] });
  });
});
