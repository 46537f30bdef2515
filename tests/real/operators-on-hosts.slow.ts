import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { labObstacle } from '../../scripts/lab/requirements.ts';
import { waitFor } from '../../src/lib/wait.ts';
import { type LabRuns, openLabRuns, saidOf } from './lab-runs.ts';
import { after, before, withMembers } from './lab-unit.ts';
import type { SmallRun } from './small-run.ts';

const obstacle = await labObstacle();
const title = `two operators on two machines${obstacle === undefined ? '' : ` [left out: ${obstacle}]`}`;
const well = { exit: 0, said: '' };
const good = '    op.execute("UPDATE things SET name = upper(name)")';

vi.setConfig({ testTimeout: 240_000 });

describe.skipIf(obstacle !== undefined)(title, () => {
  let hosts: LabRuns;
  let home = '';
  let other: readonly string[] = [];
  /** Ben's machine has a name and an id of its own, so it cannot see Ana's processes. */
  const ben = (...words: string[]) => hosts.runs.drive(words, other);
  const bensRun = async (): Promise<SmallRun> => {
    process.env['BAIUP_HOME'] = home;
    try {
      return await hosts.runs.begin(good, undefined, withMembers);
    } finally {
      delete process.env['BAIUP_HOME'];
    }
  };

  beforeAll(async () => {
    hosts = await openLabRuns('operators');
    home = join(hosts.runs.small.folder, 'ben');
    await mkdir(home);
    const id = join(home, 'machine-id');
    await writeFile(id, `${'b'.repeat(32)}\n`);
    const machine = 'mount --bind "$0" /etc/machine-id && echo bens > /proc/sys/kernel/hostname && exec "$@"';
    const apart = ['unshare', '--uts', '--mount', 'sh', '-c', machine, id];
    other = [...apart, 'env', `BAIUP_HOME=${home}`, 'SUDO_USER=ben'];
  }, 900_000);
  beforeEach(() => hosts.begin());
  afterEach(() => hosts.runs.reset());
  afterAll(() => hosts?.close());

  it('the second one is refused and told whose it is, and the run that has its turn ends well', async () => {
    const second = await bensRun();
    const { run, driven, held } = await hosts.inTheMiddle();
    const refused = await ben('resume', second.id).ended;
    expect(refused).toMatchObject({ exit: 2, stderr: expect.stringContaining('(cluster.locked)') });
    expect(refused.stderr).toContain(`run ${run.id} of `);
    await ben('unlock', '--yes').ends(2);
    await held.release();
    expect(await saidOf(driven)).toEqual(well);
    expect(await hosts.all()).toEqual([after, after, after]);
    expect((await ben('resume', second.id).ended).stderr).toContain('(cluster.changed-since)');
    expect(await hosts.starts('h1')).toEqual([before, after]);
  });

  it('one whose machine slept is late: hosts refuse it, it undoes nothing, and the other has ended well', async () => {
    await hosts.root('h1', 'touch /srv/app/never-ends; systemctl restart app');
    const late = await hosts.runs.begin(good, undefined, withMembers);
    const driven = hosts.runs.drive(['resume', late.id]);
    await late.until(
      driven,
      ({ kind, ...of }) => kind === 'step.finished' && 'step' in of && of.step === '1.stop-w2',
    );
    driven.process.kill('SIGSTOP');
    await hosts.root('h1', 'rm /srv/app/never-ends');
    // Ana's machine gives no sign of life for a minute.
    const free = async () => (await ben('unlock', '--yes').ended).exit === 0 || undefined;
    await waitFor(free, { timeoutMs: 120_000, everyMs: 5_000, what: 'the lock to be left behind' });
    const second = await bensRun();
    expect(await saidOf(ben('resume', second.id))).toEqual(well);
    expect(await hosts.all()).toEqual([after, after, after]);
    const contents = await hosts.runs.small.contents();
    driven.process.kill('SIGCONT');
    const { exit, stdout, stderr } = await driven.ended;
    expect({ exit, said: stdout + stderr }).toEqual({
      exit: 3,
      said: expect.stringContaining("somebody took the cluster's lock away"),
    });
    expect((await late.view()).failure?.code).toBe('host.fenced');
    expect(await hosts.all()).toEqual([after, after, after]);
    expect(await hosts.runs.small.contents()).toEqual(contents);
    expect((await hosts.starts('h2')).slice(-2)).toEqual([before, after]);
  });
});
