import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { addressOf } from '../../scripts/lab/record.ts';
import { labObstacle } from '../../scripts/lab/requirements.ts';
import { onHost } from '../../scripts/lab/ssh.ts';
import { sshHost } from '../../src/io/hosts/ssh-host.ts';
import { limiter } from '../../src/lib/limiter.ts';
import { type LabRuns, openLabRuns, saidOf } from './lab-runs.ts';
import { after, before, withMembers } from './lab-unit.ts';

const obstacle = await labObstacle();
const title = `ways to hosts${obstacle === undefined ? '' : ` [left out: ${obstacle}]`}`;
const well = { exit: 0, said: '' };
const good = '    op.execute("UPDATE things SET name = upper(name)")';
const terminal = ['python3', join(import.meta.dirname, 'on-a-terminal.py')];

vi.setConfig({ testTimeout: 180_000 });

/** `h2` is reached by way of `h1` alone, as the operator's own configuration of OpenSSH says. */
describe.skipIf(obstacle !== undefined)(title, () => {
  let hosts: LabRuns;
  let jump = '';
  beforeAll(async () => {
    hosts = await openLabRuns('reach', async ({ layout }) => {
      jump = join(layout.folder, 'jump.conf');
      await writeFile(jump, `Host h2\n  ProxyJump h1\nMatch all\nInclude ${layout.sshConfig}\n`);
      return jump;
    });
    const [h1] = hosts.lab.hosts;
    const from = h1 ? addressOf(hosts.lab.record, h1) : '';
    const allow = `echo AllowUsers root bai@${from} > /etc/ssh/sshd_config.d/jump.conf; systemctl reload ssh`;
    await hosts.root('h2', allow);
  }, 900_000);
  beforeEach(() => hosts.begin());
  afterEach(() => hosts.runs.reset());
  afterAll(() => hosts?.close());

  it('a jump host: a run goes there and back through it, also when it starts again in the middle', async () => {
    await expect(onHost(hosts.lab, 'h2', 'true', { user: 'bai' })).rejects.toThrow(/denied/);
    const { run, driven, held } = await hosts.inTheMiddle();
    await hosts.powerCut('h1');
    await hosts.powerOn('h1');
    await held.release();
    expect(await saidOf(driven)).toEqual(well);
    expect(await hosts.all()).toEqual([after, after, after]);
    expect(await hosts.drive('rollback', run.id, '--yes')).toEqual(well);
    expect(await hosts.all()).toEqual([before, before, before]);
  });

  it('a jump host whose key nobody knows: the host behind it is not reached, and the jump host is named', async () => {
    const config = join(hosts.lab.layout.folder, 'unknown.conf');
    await writeFile(
      config,
      `Host h1\n  UserKnownHostsFile /dev/null\nHost h2\n  ProxyJump h1\nMatch all\nInclude ${hosts.lab.layout.sshConfig}\n`,
    );
    const host = sshHost('h2', {
      destination: 'h2',
      config,
      connecting: limiter(1),
      password: async () => undefined,
    });
    await expect(host.facts()).rejects.toMatchObject({
      code: 'host.key-unknown',
      message: expect.stringContaining('jump host'),
      hint: expect.stringMatching(/ssh .*h2 true/),
    });
  });

  describe('a sudo that wants a password', () => {
    beforeEach(() =>
      hosts.root('h1', "echo bai:right | chpasswd; echo 'bai ALL=(ALL) ALL' > /etc/sudoers.d/bai"),
    );
    const asks = async () => {
      const run = await hosts.runs.begin(good, undefined, withMembers);
      const driven = hosts.runs.drive(['resume', run.id], terminal);
      await driven.says('Password for sudo (on h1');
      return { run, driven, type: (text: string) => driven.process.stdin?.write(`${text}\n`) };
    };

    it('is asked for once, and shown nowhere', async () => {
      const { run, driven, type } = await asks();
      type('right');
      const { exit, stdout } = await driven.ended;
      expect({ exit, stdout }).toEqual({ exit: 0, stdout: expect.not.stringContaining('right') });
      expect(stdout.split('Password for sudo')).toHaveLength(2);
      expect(await hosts.all()).toEqual([after, after, after]);
      expect(JSON.stringify(await run.view())).not.toContain('right');
    });

    it('is refused where it is wrong: all goes back', async () => {
      const { driven, type } = await asks();
      type('wrong');
      const { exit, stdout } = await driven.ended;
      expect({ exit, stdout }).toEqual({
        exit: expect.any(Number),
        stdout: expect.stringMatching(/may not be root on h1: .*incorrect\s+password/s),
      });
      expect(exit).not.toBe(0);
      expect(await hosts.all()).toEqual([before, before, before]);
      expect(await hosts.starts('h1')).toEqual([before]);
    });
  });
});
