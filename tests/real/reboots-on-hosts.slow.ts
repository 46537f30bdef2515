import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { labObstacle } from '../../scripts/lab/requirements.ts';
import type { Driven } from './driven.ts';
import { type LabRuns, openLabRuns, saidOf } from './lab-runs.ts';
import { after, before } from './lab-unit.ts';

const obstacle = await labObstacle();
const title = `hosts that start again in the middle${obstacle === undefined ? '' : ` [left out: ${obstacle}]`}`;
const well = { exit: 0, said: '' };
/** In the middle of a migration `h1` has the environment of the new release already, and `h2` that of the old one. */
const both = ['h1', 'h2'] as const;

vi.setConfig({ testTimeout: 240_000 });

describe.skipIf(obstacle !== undefined)(title, () => {
  let hosts: LabRuns;
  const each = (act: (host: string) => Promise<void>) => Promise.all(both.map(act));
  const restart = () =>
    each(async (host) => {
      await hosts.powerCut(host);
      await hosts.powerOn(host);
    });
  const kill = async (driven: Driven): Promise<void> => {
    driven.process.kill('SIGKILL');
    await driven.ended;
  };
  const starts = () => Promise.all(both.map((host) => hosts.starts(host)));
  const leavesNoTrace = async () => {
    for (const host of both)
      expect((await hosts.root(host, 'find /etc/systemd /run/systemd -name "*baiup*"')).stdout).toBe('');
  };
  beforeAll(async () => {
    hosts = await openLabRuns('reboots');
  }, 900_000);
  beforeEach(() => hosts.begin());
  afterEach(() => hosts.runs.reset());
  afterAll(() => hosts?.close());

  it('neither release starts itself before its turn, what is waited for is said, and the run goes on', async () => {
    const { driven, held } = await hosts.inTheMiddle();
    await each(hosts.powerCut);
    await held.release();
    await driven.says('h1 to be reached again');
    await each(hosts.powerOn);
    expect(await saidOf(driven)).toEqual(well);
    expect(await hosts.all()).toEqual([after, after, after]);
    expect(await starts()).toEqual([
      [before, after],
      [before, after],
    ]);
    await leavesNoTrace();
  });

  it('nobody can start it after the boot either, who tries is told, and the way back starts the old release', async () => {
    const { run, driven, held } = await hosts.inTheMiddle();
    await kill(driven);
    await held.release();
    await restart();
    for (const host of both) {
      const tried = await hosts.root(
        host,
        'systemctl start app.service 2>&1; systemctl status app.service || true',
      );
      expect(tried.stdout).toMatch(/[Aa]ssertion failed/);
      expect(tried.stdout).toContain('zz-baiup.conf');
    }
    expect(await starts()).toEqual([[before], [before]]);
    expect(await hosts.drive('rollback', run.id, '--yes')).toEqual(well);
    expect(await hosts.all()).toEqual([before, before, before]);
    expect(await starts()).toEqual([
      [before, before],
      [before, before],
    ]);
    await leavesNoTrace();
  });

  it('whose /etc cannot be written: what came up with its host is turned with the others', async () => {
    const readOnly = 'cd /etc/systemd; mount --bind system system; mount -o remount,bind,ro system';
    await hosts.root('h2', readOnly);
    const { driven, held } = await hosts.inTheMiddle();
    await hosts.powerCut('h2');
    await hosts.powerOn('h2');
    await held.release();
    expect(await saidOf(driven)).toEqual(well);
    expect(await hosts.all()).toEqual([after, after, after]);
    await leavesNoTrace();
  });

  it('and a timer with it: nothing of the old release runs when the new one is there', async () => {
    await hosts.root('h2', 'systemctl enable --now app-restart.timer');
    try {
      const { driven, held } = await hosts.inTheMiddle();
      const { length } = await hosts.starts('h2');
      await restart();
      expect((await hosts.root('h2', 'systemctl is-active app-restart.timer')).stdout).toBe('active\n');
      await held.release();
      expect(await saidOf(driven)).toEqual(well);
      expect(await hosts.all()).toEqual([after, after, after]);
      expect((await hosts.root('h2', 'systemctl is-active app-restart.timer')).stdout).toBe('active\n');
      expect(new Set((await hosts.starts('h2')).slice(length))).not.toContain(before);
    } finally {
      await hosts.root('h2', 'systemctl disable --now app-restart.timer');
    }
  });

  it('together with a kill of baiup: resume goes on once the host is back', async () => {
    const { run, driven, held } = await hosts.inTheMiddle();
    await Promise.all([kill(driven), hosts.powerCut('h1')]);
    await held.release();
    await hosts.powerOn('h1');
    expect(await hosts.drive('resume', run.id)).toEqual(well);
    expect(await hosts.all()).toEqual([after, after, after]);
    expect(await hosts.starts('h1')).toEqual([before, after]);
  });

  it('together with a kill of baiup, and stays away: resume brings all others back, and rollback the last one', async () => {
    const { run, driven, held } = await hosts.inTheMiddle();
    await Promise.all([kill(driven), hosts.powerCut('h1')]);
    await held.release();
    const { stdout } = await hosts.runs.drive(['resume', run.id]).ends(1);
    expect(stdout).toContain('h1 has not come back');
    expect(stdout).toMatch(/w1 +webserver w1 does not run 24\.03\.11/);
    expect(stdout).not.toMatch(/w2 +webserver/);
    expect(await hosts.all()).toEqual([before, undefined, before]);
    await hosts.powerOn('h1');
    expect(await hosts.drive('rollback', run.id, '--yes')).toEqual(well);
    expect(await hosts.all()).toEqual([before, before, before]);
    expect(await hosts.starts('h1')).toEqual([before, before]);
  });
});
