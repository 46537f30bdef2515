import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { labObstacle } from '../../scripts/lab/requirements.ts';
import { type LabRuns, openLabRuns, saidOf } from './lab-runs.ts';
import { after, before } from './lab-unit.ts';

const obstacle = await labObstacle();
const title = `faults of real hosts${obstacle === undefined ? '' : ` [left out: ${obstacle}]`}`;
const well = { exit: 0, said: '' };

vi.setConfig({ testTimeout: 180_000 });

describe.skipIf(obstacle !== undefined)(title, () => {
  let hosts: LabRuns;
  const { root, serving, all, inTheMiddle, drive } = {
    root: (host: string, line: string) => hosts.root(host, line),
    serving: (host: string) => hosts.serving(host),
    all: () => hosts.all(),
    inTheMiddle: () => hosts.inTheMiddle(),
    drive: (...words: string[]) => hosts.drive(...words),
  };
  beforeAll(async () => {
    hosts = await openLabRuns('faults');
  }, 900_000);
  beforeEach(() => hosts.begin());
  afterEach(() => hosts.runs.reset());
  afterAll(() => hosts?.close());

  it('without a fault, goes there and back', async () => {
    const { run, driven, held } = await inTheMiddle();
    await held.release();
    expect(await saidOf(driven)).toEqual(well);
    expect(await all()).toEqual([after, after, after]);
    expect(await drive('rollback', run.id, '--yes')).toEqual(well);
    expect(await all()).toEqual([before, before, before]);
  });

  it('a host that dies after its stop and stays away: all others are back and serve, and the report names it', async () => {
    const { run, driven, held } = await inTheMiddle();
    await hosts.powerCut('h1');
    await held.release();
    const { stdout } = await driven.ends(1);
    expect(stdout).toMatch(/w1 +webserver w1 does not run 24\.03\.11/);
    expect(stdout).not.toMatch(/w2 +webserver/);
    expect(stdout).toContain('h1 has not come back');
    expect(await all()).toEqual([before, undefined, before]);
    await hosts.powerOn('h1');
    expect(await drive('rollback', run.id, '--yes')).toEqual(well);
    expect(await all()).toEqual([before, before, before]);
  });

  it('sudo that is refused in the middle: all others are back and serve, and the report names the host', async () => {
    const { run, driven, held } = await inTheMiddle();
    await root('h1', 'rm /etc/sudoers.d/bai');
    await root('h1', 'pkill -KILL -u root -x python3 || true');
    await held.release();
    const { stdout, stderr } = await driven.ends(1);
    expect(stdout + stderr).toContain('baiup may not be root on h1');
    expect(stdout).not.toMatch(/w2 +webserver/);
    expect([await hosts.runs.serving(), await serving('h2')]).toEqual([before, before]);
    await root('h1', "echo 'bai ALL=(ALL) NOPASSWD: ALL' > /etc/sudoers.d/bai");
    expect(await drive('rollback', run.id, '--yes')).toEqual(well);
    expect(await all()).toEqual([before, before, before]);
  });

  it('a unit that starts and ends after five seconds: all goes back, and its name is said', async () => {
    await root('h1', 'touch /srv/app/dies');
    const { driven, held } = await inTheMiddle();
    await held.release();
    const { exit, stdout } = await driven.ended;
    expect({
      exit,
      names: /w1 cannot answer as 24\.09\.4: the process of w1 has ended/.test(stdout),
    }).toEqual({ exit: 1, names: true });
    expect(await all()).toEqual([before, before, before]);
  });

  it('a worker that outlives its main process, and a timer that starts it: neither is there in the middle', async () => {
    await root('h1', 'touch /srv/app/worker-survives');
    await root('h2', 'systemctl start app-restart.timer');
    const { driven, held } = await inTheMiddle();
    expect([await serving('h1'), await serving('h2')]).toEqual([undefined, undefined]);
    expect((await root('h1', 'pgrep -u bai -f program || true')).stdout).toBe('');
    await root('h1', 'rm /srv/app/worker-survives');
    await held.release();
    expect(await saidOf(driven)).toEqual(well);
    expect(await all()).toEqual([after, after, after]);
    expect((await root('h2', 'systemctl is-active app-restart.timer')).stdout).toBe('active\n');
  });
});
