import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { labObstacle } from '../../scripts/lab/requirements.ts';
import type { Plan } from '../../src/core/plan/plan.ts';
import { identified } from '../../src/core/plan/plan-id.ts';
import { waitFor } from '../../src/lib/wait.ts';
import { type LabRuns, openLabRuns } from './lab-runs.ts';
import { after, before, withMembers } from './lab-unit.ts';

const obstacle = await labObstacle();
const title = `Ctrl-C while hosts are at work${obstacle === undefined ? '' : ` [left out: ${obstacle}]`}`;
const well = { exit: 0, said: '' };
const good = '    op.execute("UPDATE things SET name = upper(name)")';
const terminal = ['python3', join(import.meta.dirname, 'on-a-terminal.py')];

vi.setConfig({ testTimeout: 300_000 });

/** The plan with a stop of `w1` that waits for its program long enough to be interrupted. */
function patient(plan: Plan): Plan {
  const hops = withMembers(plan).hops.map((hop) => ({
    ...hop,
    phases: hop.phases.map((phase) => ({
      ...phase,
      steps: phase.steps.map((step) =>
        step.id === '1.stop-w1' ? { ...step, params: { ...step.params, stopTimeoutMs: 30_000 } } : step,
      ),
    })),
  }));
  return identified({ ...plan, hops });
}

describe.skipIf(obstacle !== undefined)(title, () => {
  let hosts: LabRuns;
  beforeAll(async () => {
    hosts = await openLabRuns('interrupts');
  }, 900_000);
  beforeEach(() => hosts.begin());
  afterEach(() => hosts.runs.reset());
  afterAll(() => hosts?.close());

  /** Presses Ctrl-C while `h1` stops its unit, whose program does not end, and `h2` has stopped its own. */
  async function interrupted() {
    await hosts.root('h1', 'touch /srv/app/never-ends; systemctl restart app.service');
    const isDeaf = async () => (await hosts.serving('h1')) === before || undefined;
    await waitFor(isDeaf, { timeoutMs: 30_000, what: 'the unit on h1' });
    await hosts.root('h1', 'rm /srv/app/never-ends');
    const run = await hosts.runs.begin(good, undefined, patient);
    const driven = hosts.runs.drive(['resume', run.id], terminal);
    await run.until(driven, (event) => event.kind === 'step.finished' && event.step === '1.stop-w2');
    await driven.until('h1 to hold its unit', async () => (await held('h1')) || undefined);
    const press = () => driven.process.stdin?.write('\x03');
    press();
    await driven.says('Ctrl-C again cuts them.');
    return { run, driven, press };
  }
  const held = async (host: string) =>
    (await hosts.root(host, 'systemctl cat app.service')).stdout.includes('zz-baiup.conf');
  const endProgram = () => hosts.root('h1', 'systemctl kill -s KILL app.service');
  /** What baiup leaves on hosts goes, at the latest a while after whoever was cut. */
  const leavesNoTrace = async () => {
    const left = async () => {
      const found = ['h1', 'h2'].map((host) =>
        hosts.root(host, 'find /etc/systemd /run/systemd -name "*baiup*"; ls -d /tmp/baiup-* || true'),
      );
      return (await Promise.all(found)).map(({ stdout }) => stdout).join('');
    };
    const gone = async () => (await left()) === '' || undefined;
    await waitFor(gone, { timeoutMs: 120_000, everyMs: 1_000, what: 'what baiup left' }).catch(
      () => undefined,
    );
    expect(await left()).toBe('');
  };

  const ways = [
    ['resume', after],
    ['rollback', before],
  ] as const;

  it.each(ways)(
    'once: the stop comes to its end, the run says what is down, and %s ends well',
    async (word, serves) => {
      const { run, driven } = await interrupted();
      await endProgram();
      const { stdout } = await driven.ends(3);
      expect(stdout).toMatch(/Stopping after the running steps\. The service stays DOWN then: .*w2/);
      expect(stdout).toMatch(/the service is DOWN: .*w1/);
      expect((await run.view()).state).toBe('stopped');
      expect(await hosts.all()).toEqual([undefined, undefined, undefined]);
      expect(await hosts.drive(word, run.id, '--yes')).toEqual(well);
      expect(await hosts.all()).toEqual([serves, serves, serves]);
      expect(await hosts.starts('h1')).toEqual([before, before, serves]);
      await leavesNoTrace();
    },
  );

  it.each(ways)(
    'twice: the run is cut in the stop, says what is down, and %s ends well',
    async (word, serves) => {
      const { run, driven, press } = await interrupted();
      press();
      const { stdout } = await driven.ends(130);
      expect(stdout).toContain(`Now:   ${run.id}: the service is DOWN: `);
      expect(stdout).toContain(`baiup resume ${run.id}, or go back: baiup rollback ${run.id}`);
      // Its program has not ended yet; nobody can start it again.
      expect([await hosts.serving('h1'), await held('h1')]).toEqual([before, true]);
      expect(await hosts.drive(word, run.id, '--yes')).toEqual(well);
      expect(await hosts.all()).toEqual([serves, serves, serves]);
      await leavesNoTrace();
    },
  );
});
