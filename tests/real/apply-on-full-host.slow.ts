import { mkdtemp, readFile, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { labDown } from '../../scripts/lab/down.ts';
import type { Lab } from '../../scripts/lab/record.ts';
import { labObstacle } from '../../scripts/lab/requirements.ts';
import { onHost } from '../../scripts/lab/ssh.ts';
import { labUp } from '../../scripts/lab/up.ts';
import { cacheHome } from '../../src/lib/state-home.ts';
import { labName } from '../lab/lab-name.ts';
import { startDriven } from './driven.ts';

const obstacle = await labObstacle();
const title = `a whole upgrade, and a disk that fills up${obstacle === undefined ? '' : ` [left out: ${obstacle}]`}`;
const name = labName('full-apply');
const [before, after] = ['24.03.10', '24.03.11'] as const;
const program = join(import.meta.dirname, '../../bin/baiup');

vi.setConfig({ testTimeout: 900_000 });

/** `/home` of a host becomes a disk that has room for a new environment, and little more. */
const ownDisk = `
systemctl stop backendai-agent
mount -t tmpfs -o mode=755,size=$(($(du -sm /home | cut -f1) + 900))m tmpfs /mnt
cp -a /home/. /mnt && mount --bind /mnt /home && umount /mnt
systemctl start backendai-agent`;

describe.skipIf(obstacle !== undefined)(title, () => {
  let lab: Lab;
  let home = '';
  const inHome = (file: string): string => join(home, file);
  const baiup = (...words: string[]) =>
    startDriven(['env', `BAIUP_HOME=${home}`, program, ...words, '--cluster', inHome('cluster.yaml')]);
  const releases = async (): Promise<string[]> => {
    const { stdout } = await baiup('status', '--format', 'json').ends(0);
    const { components } = JSON.parse(stdout) as { components: { version: string }[] };
    return components.map(({ version }) => version);
  };

  beforeAll(async () => {
    await labDown(name);
    lab = await labUp({ name, shape: 'small', version: before });
    home = await mkdtemp(join(tmpdir(), 'baiup-full-apply-'));
    await symlink(cacheHome(), inHome('cache'));
    await onHost(lab, 'a2', ownDisk);
    const hosts = lab.hosts.flatMap((host) => ['--host', host.name]);
    const init = ['init', '--ssh-config', lab.layout.sshConfig, ...hosts, '-o', inHome('cluster.yaml')];
    await startDriven(['env', `BAIUP_HOME=${home}`, program, ...init]).ends(0);
    await baiup('plan', after, '-o', inHome('plan.json')).ends(0);
  }, 900_000);
  afterAll(async () => {
    await labDown(name);
    if (home) await rm(home, { recursive: true, force: true });
  });

  it('of a host before anything is stopped: it waits, and with room it goes on to its end', async () => {
    const driven = baiup('apply', inHome('plan.json'), '--no-rehearsal', '--yes');
    const journal = () => readFile(inHome('runs/r-1/journal.jsonl'), 'utf8').catch(() => '');
    const stages = async () => /"step.started".*Stage agent .* for a2/.test(await journal()) || undefined;
    await driven.until('a2 is given an environment', stages);
    await onHost(lab, 'a2', 'dd if=/dev/zero of=/home/ballast bs=1M 2>&1 || true');
    const { stdout, stderr } = await driven.ends(3);
    expect(stdout + stderr).toMatch(/no room for the environment of agent 24\.03\.11 on a2: \/home on a2/);
    expect(stdout + stderr).toContain('baiup resume r-1');
    expect(await releases()).toEqual([before, before, before]);
    await onHost(lab, 'a2', 'rm /home/ballast');
    await baiup('resume', 'r-1', '--yes').ends(0);
    expect(await releases()).toEqual([after, after, after]);
  });
});
