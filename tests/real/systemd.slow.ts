import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { labDown } from '../../scripts/lab/down.ts';
import type { Lab } from '../../scripts/lab/record.ts';
import { labObstacle } from '../../scripts/lab/requirements.ts';
import { onHost } from '../../scripts/lab/ssh.ts';
import { labUp } from '../../scripts/lab/up.ts';
import { sshHost } from '../../src/io/hosts/ssh-host.ts';
import { groupPids } from '../../src/io/services/control-group.ts';
import { parkingContract } from '../../src/io/services/parking-contract.ts';
import { patience, printed, serviceContract } from '../../src/io/services/service-contract.ts';
import { systemdService } from '../../src/io/services/systemd.ts';
import { startersOf } from '../../src/io/services/systemd-starters.ts';
import { limiter } from '../../src/lib/limiter.ts';
import { labName } from '../lab/lab-name.ts';
import { layOut, one, program, two, units } from './small-unit.ts';

const begin = `
systemctl stop app-restart.timer own.target app.service near.service 2>/dev/null
systemctl kill -s KILL app.service 2>/dev/null
systemctl reset-failed
for beside in parked stand-in; do systemctl kill -s KILL baiup-$beside-app.service; systemctl stop baiup-$beside-app.service; done 2>/dev/null
rm -rf /run/systemd/system/app.service.d /etc/systemd/system/app.service.d /run/systemd/system/baiup-* /run/baiup
systemctl daemon-reload
systemctl stop app.service
cd /srv/app && rm -rf stubborn survive slow .venv && ln -sfn one .venv && chown -h bai .venv
systemctl daemon-reload`;

const obstacle = await labObstacle();
const name = labName('systemd');

describe.skipIf(obstacle !== undefined)(
  `a unit of a real systemd${obstacle === undefined ? '' : ` [left out: ${obstacle}]`}`,
  () => {
    let lab: Lab;
    let host: ReturnType<typeof sshHost>;
    const root = (line: string) => onHost(lab, 'h1', line);
    const put = (path: string, input: string) => onHost(lab, 'h1', `cat > ${path}`, { input });
    const touch = (file: string) => root(`touch /srv/app/${file}`);
    const described = { unit: 'app', environment: '/srv/app/.venv', starts: ['-m', 'program'] };
    const service = () => systemdService(host, described);
    const now = async () => new Date(Number((await root('date +%s.%N')).stdout) * 1000);
    const isActive = async (of: string) => (await root(`systemctl is-active ${of} || true`)).stdout.trim();

    beforeAll(async () => {
      await labDown(name);
      lab = await labUp({ name, shape: 'single', version: '24.03.10' });
      host = sshHost('h1', {
        destination: 'h1',
        config: lab.layout.sshConfig,
        connecting: limiter(4),
        password: async () => undefined,
      });
      await root(layOut);
      await put('/srv/app/program.py', program);
      for (const [file, text] of Object.entries(units)) await put(`/etc/systemd/system/${file}`, text);
      // The first time, the hosts' system is made.
    }, 900_000);

    beforeEach(() => root(begin));

    afterAll(async () => {
      host?.close();
      await labDown(name);
    });

    serviceContract(() => ({
      service: service(),
      environments: [one, two],
      makeStubborn: async () => {
        await touch('stubborn');
      },
    }));

    parkingContract(() => ({ service: service(), environments: [one, two] }));

    it('ends by the signal of its component, in its own time, whatever the unit says', async () => {
      await touch('slow');
      const begun = await now();
      await service().start();
      await printed(service(), 'serving');
      expect(await service().stop('SIGINT', patience)).toEqual({ killed: false });
      expect(await service().logTail(6)).toMatch(/ends by SIGINT[\s\S]*ended well/);
      expect(await service().logTail(20, begun)).not.toMatch('a worker was asked too');
      expect(await service().state()).toMatchObject({ active: false });
    });

    it('is not stopped before a worker that outlives its main process has ended', async () => {
      await touch('survive');
      await service().start();
      await printed(service(), 'serving');
      expect(await service().stop('SIGINT', { timeoutMs: 500 })).toEqual({ killed: true });
      expect(await groupPids(host, '/system.slice/app.service')).toEqual([]);
    });

    it('cannot be started by anyone while it is stopped, not by a timer either', async () => {
      await service().start();
      await root('systemctl start app-restart.timer near.service');
      const starters = (await startersOf(host, 'app.service')).map((each) => each.unit);
      expect(starters.sort()).toEqual(['app-restart.timer', 'near.service']);
      await service().stop('SIGINT', patience);
      expect(await isActive('app-restart.timer near.service')).toBe('inactive\ninactive');
      await expect(root('systemctl start app.service')).rejects.toMatchObject({ code: 'command.failed' });
      await expect(root('systemctl start app-restart.service')).rejects.toMatchObject({
        code: 'command.failed',
      });
      expect(await isActive('app.service')).toBe('inactive');
    });

    it('gives back at its start what was stopped with it, and leaves no trace', async () => {
      await service().start();
      await root('systemctl start app-restart.timer near.service');
      await service().stop('SIGINT', patience);
      // Another process of ours may have gone in between: what is to be given back is written down on the host.
      await service().stop('SIGINT', patience);
      await service().start();
      expect(await isActive('app-restart.timer near.service')).toBe('active\nactive');
      expect((await root('ls /run/systemd/system /etc/systemd/system')).stdout).not.toMatch('app.service.d');
      expect((await root('systemctl show app -p TimeoutStopUSec,KillSignal')).stdout).toBe(
        'TimeoutStopUSec=1s\nKillSignal=15\n',
      );
    });

    it('is stopped and started though its unit refuses both', async () => {
      const own = '/etc/systemd/system/app.service.d';
      await service().start();
      await root(
        `mkdir -p ${own} && printf '[Unit]\\nRefuseManualStop=yes\\nRefuseManualStart=yes\\n' > ${own}/own.conf; systemctl daemon-reload`,
      );
      await service().stop('SIGINT', patience);
      await service().start();
      expect(await isActive('app.service')).toBe('active');
      expect((await root(`ls ${own}`)).stdout).toBe('own.conf\n');
    });

    it('gives back a target that needs it, with what was at work of that, and nothing else', async () => {
      await service().start();
      await root('systemctl start own.target && systemctl stop apart.service');
      await service().stop('SIGINT', patience);
      expect(await isActive('own.target part.service')).toBe('inactive\ninactive');
      await service().start();
      expect(await isActive('app.service own.target part.service apart.service')).toBe(
        'active\nactive\nactive\ninactive',
      );
    });

    it('leaves what is held for a member of its own to the start of that one', async () => {
      const of = (unit: string, members: string[]) => systemdService(host, { ...described, unit, members });
      await service().start();
      await root('systemctl start near.service');
      const near = of('near', ['app']);
      await of('app', ['near']).stop('SIGINT', patience);
      await near.stop('SIGINT', patience);
      await of('app', ['near']).start();
      expect(await isActive('app.service near.service')).toBe('active\ninactive');
      await near.start();
      expect(await isActive('app.service near.service')).toBe('active\nactive');
      expect((await root('ls /run/systemd/system /etc/systemd/system')).stdout).not.toMatch('.service.d');
    });

    it('starts before another member that it needs, whose turn has not come', async () => {
      const app = systemdService(host, { ...described, members: ['near'] });
      const near = systemdService(host, { ...described, unit: 'near', members: ['app'] });
      await app.start();
      await root('systemctl start near.service');
      await Promise.all([app.stop('SIGINT', patience), near.stop('SIGINT', patience)]);
      await near.start();
      expect(await isActive('app.service near.service')).toBe('inactive\nactive');
      await app.start();
      expect(await isActive('app.service near.service')).toBe('active\nactive');
      expect((await root('ls /run/systemd/system /etc/systemd/system')).stdout).not.toMatch('.service.d');
    });

    it('stops no other member that has started again before it', async () => {
      const app = systemdService(host, { ...described, members: ['part'] });
      const part = systemdService(host, { ...described, unit: 'part', members: ['app'] });
      await app.start();
      await root('systemctl start own.target && systemctl stop apart.service');
      await part.stop('SIGINT', patience);
      await app.stop('SIGINT', patience);
      await part.start();
      const { pid } = await part.state();
      await app.start();
      expect(await part.state()).toMatchObject({ active: true, pid });
      expect(await isActive('app.service own.target')).toBe('active\nactive');
    });

    it('is started again after a stop that was cut in the middle, once that has come to its end', async () => {
      await touch('slow');
      const begun = await now();
      await service().start();
      await printed(service(), 'serving');
      const { pid } = await service().state();
      const cut = new AbortController();
      const stopping = service().stop('SIGINT', { ...patience, signal: cut.signal });
      await printed(service(), 'ends by');
      cut.abort(new Error('enough'));
      await expect(stopping).rejects.toThrow('enough');
      await service().start();
      const after = await service().state();
      expect(after).toMatchObject({ active: true });
      expect(after.pid).not.toBe(pid);
      expect(await service().logTail(20, begun)).toMatch('ended well');
      expect((await root('ls /run/systemd/system /etc/systemd/system')).stdout).not.toMatch('app.service.d');
    });

    it('tells what it said since a moment', async () => {
      await service().start();
      await printed(service(), 'serving');
      await service().stop('SIGINT', patience);
      const moment = await now();
      await service().start();
      await printed(service(), 'serving');
      expect(await service().logTail(100, moment)).not.toMatch('ends by');
      expect(await service().logTail(100, moment)).toMatch('serving');
      expect(await service().logTail(100)).toMatch('ends by');
    });

    it('says which unit systemd does not have, and why one does not start', async () => {
      const unknown = systemdService(host, { unit: 'nobody', environment: '/srv/app/.venv', starts: [] });
      await expect(unknown.state()).rejects.toMatchObject({
        code: 'service.unknown',
        message: expect.stringContaining('nobody.service'),
      });
      const own = '/etc/systemd/system/app.service.d';
      await root(
        `mkdir ${own} && printf '[Unit]\\nAssertPathExists=/nowhere\\n' > ${own}/own.conf; systemctl daemon-reload`,
      );
      await expect(service().start()).rejects.toMatchObject({
        code: 'service.not-started',
        message: expect.stringMatching(/app\.service on h1 did not start:[\s\S]*Assertion failed/i),
      });
    });

    describe('whose environment is a folder', () => {
      const keep = '/srv/app/.venv-1';
      const folder = () =>
        root(`cd /srv/app && rm -rf .venv ${keep} && cp -a one .venv && chown -R bai .venv`);
      const facts = async () => (await root('cd /srv/app && stat -c "%F %U" .venv .venv-1')).stdout;
      afterEach(() => root(`rm -rf ${keep}`));

      it('lets it change places with a link while it runs, and is switched and taken back by links', async () => {
        await folder();
        await service().start();
        await printed(service(), 'serving from /srv/app/.venv');
        expect((await service().state()).named).toEqual({ at: '/srv/app/.venv', isFolder: true });
        const { pid } = await service().state();
        expect(await service().linkEnvironment(keep)).toBe(true);
        expect(await service().state()).toMatchObject({ active: true, pid, environment: keep });
        expect(await facts()).toBe('symbolic link bai\ndirectory bai\n');
        await service().stop('SIGINT', patience);
        await service().switchEnvironment(two, keep);
        await service().start();
        await printed(service(), `serving from ${two}`);
        await service().stop('SIGINT', patience);
        await service().switchEnvironment(keep, keep);
        await service().start();
        await printed(service(), `serving from ${keep}`);
      });

      it('is moved by the switch where nothing can change places, and comes back from between its renames', async () => {
        await folder();
        const asRoot = host.asRoot();
        let isLost = false;
        const lostAfterMove = {
          ...asRoot,
          exchange: async () => false,
          link: (...words: Parameters<typeof asRoot.link>) =>
            isLost ? Promise.reject(new Error('lost')) : asRoot.link(...words),
        };
        const lost = systemdService({ ...host, asRoot: () => lostAfterMove }, described);
        await lost.start();
        await printed(lost, 'serving from /srv/app/.venv');
        expect(await lost.linkEnvironment(keep)).toBe(false);
        await lost.stop('SIGINT', patience);
        isLost = true;
        await expect(lost.switchEnvironment(two, keep)).rejects.toThrow('lost');
        expect((await root('cd /srv/app && ls -d .venv .venv-1 2>&1 || true')).stdout).toMatch(
          /cannot access '.venv'[\s\S]*\.venv-1/,
        );
        await expect(root('systemctl start app.service')).rejects.toMatchObject({ code: 'command.failed' });
        await service().switchEnvironment(keep, keep);
        await service().start();
        await printed(service(), `serving from ${keep}`);
        expect(await facts()).toBe('symbolic link bai\ndirectory bai\n');
      });

      it('stays where it is a mount point, and a drop-in names another one, until the way back', async () => {
        await root('cd /srv/app && rm .venv && mkdir .venv && mount --bind one .venv');
        // Where it is mounted is looked at once.
        const mounted = systemdService({ ...host }, described);
        try {
          const seen = await mounted.state();
          expect(seen.named?.stays).toEqual({
            ...{ path: '/srv/app/.venv', because: 'it is a mount point', isNamed: true },
          });
          await mounted.start();
          await printed(mounted, 'serving from /srv/app/.venv');
          expect(await mounted.linkEnvironment(keep)).toBe(true);
          await mounted.stop('SIGINT', patience);
          await mounted.switchEnvironment(two, '/srv/app/.venv');
          await mounted.start();
          await printed(mounted, `serving from ${two}`);
          // It is no matter of this boot.
          expect((await root('ls /etc/systemd/system/app.service.d')).stdout).toBe(
            'zz-baiup-environment.conf\n',
          );
          await mounted.stop('SIGINT', patience);
          await mounted.switchEnvironment('/srv/app/.venv', '/srv/app/.venv');
          await mounted.start();
          await printed(mounted, 'serving from /srv/app/.venv');
          expect((await root('ls /etc/systemd/system')).stdout).not.toMatch('app.service.d');
        } finally {
          await root('systemctl kill -s KILL app.service; umount -l /srv/app/.venv');
        }
      });

      it('has the path at every moment of the exchange', async () => {
        await folder();
        const watch = 'cd /srv/app && for i in $(seq 20000); do test -x .venv/bin/python || echo gone; done';
        const [watched] = await Promise.all([root(watch), service().linkEnvironment(keep)]);
        expect(watched.stdout).toBe('');
      });
    });
  },
);
