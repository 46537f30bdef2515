import { mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { BaiupError } from '../../src/lib/errors.ts';
import { isThere } from '../../src/lib/is-there.ts';
import { exclusively } from '../../src/sandbox/lock.ts';
import { reported } from '../../src/sandbox/progress.ts';
import { configurationFiles } from './configurations.ts';
import { dockerObstacle, hasDocker, startDocker } from './docker.ts';
import { dockerFiles } from './docker-files.ts';
import { buildEnvironments, layEnvironment, type SharedPython, sharedPython } from './environments.ts';
import { type LabHost, type Shape, shapes } from './hosts.ts';
import { type Layout, layoutOf } from './layout.ts';
import { booted, groupOf } from './machine.ts';
import { makeNetwork } from './network.ts';
import { prepareMachine } from './prepare-machine.ts';
import { createLab, type Lab, loadLab, saveRecord } from './record.ts';
import { authorize, isLaidOut, mountRoot, writeHostFiles, writeSystemFiles } from './root.ts';
import { serve } from './serve.ts';
import { serverFiles } from './servers.ts';
import { onHost, writeSshFiles } from './ssh.ts';
import type { Told } from './told.ts';
import { unitFiles } from './units.ts';

export interface LabOptions extends Told {
  readonly name: string;
  readonly shape: Shape;
  readonly version: string;
}

/**
 * Brings up a lab of real hosts; goes on where an earlier try broke off, and leaves alone what stands.
 * @throws BaiupError `lab.not-here`, `lab.exists`, `lab.no-boot`, `lab.no-docker`, `lab.not-up`
 */
export async function labUp(options: LabOptions): Promise<Lab> {
  const base = await prepareMachine(options);
  const layout = layoutOf(options.name);
  return exclusively(layout.lock, async () => {
    const known = await loadLab(layout);
    if (known && known.record.shape !== options.shape)
      throw new BaiupError(
        'lab.exists',
        `the lab "${layout.name}" stands, and is a ${known.record.shape} one`,
        {
          hint: 'npm run lab down',
        },
      );
    const lab = known ?? (await create(layout, options));
    const isCluster = lab.hosts.some(({ members }) => members.length > 0);
    if (isCluster) await buildEnvironments(lab, options);
    const python = await sharedPython(lab.record.python);
    await layOut(lab, { base, python }, options);
    await bootAll(lab, python, options);
    if (!isCluster) return lab;
    const able = await withDocker(lab, options);
    await serve(able, options);
    return able;
  });
}

const inNameOnly = (host: string, why: string): void =>
  console.error(`The agent of ${host} runs sessions in name only, because it cannot have Docker: ${why}`);

async function create(layout: Layout, options: LabOptions): Promise<Lab> {
  const { shape, version } = options;
  const hosts: readonly LabHost[] = shapes[shape];
  const wants = hosts.find(({ members }) => members.some(({ wantsDocker }) => wantsDocker));
  const why = wants && (await dockerObstacle(options));
  if (wants && why !== undefined) inNameOnly(wants.name, why);
  return createLab(layout, { shape, version, containers: wants !== undefined && why === undefined });
}

/** Has Docker run where it is wanted. @returns the lab; where containers do not run, one without */
async function withDocker(lab: Lab, told: Told): Promise<Lab> {
  for (const host of lab.hosts.filter((each) => hasDocker(lab, each))) {
    const why = await reported('Start Docker', told.onProgress, () => startDocker(lab, host, told));
    if (why === undefined) continue;
    if (await isThere(lab.layout.prepared)) throw new BaiupError('lab.no-docker', why);
    inNameOnly(host.name, why);
    const without = { ...lab, record: { ...lab.record, containers: false } };
    await writeMemberFiles(without, host);
    await onHost(without, host.name, 'systemctl daemon-reload');
    await saveRecord(lab.layout, without.record);
    return without;
  }
  return lab;
}

async function writeMemberFiles(lab: Lab, host: LabHost): Promise<void> {
  const { root } = lab.layout.host(host.name);
  for (const member of host.members)
    await writeHostFiles(root, { ...configurationFiles(lab, host, member), ...unitFiles(lab, member) });
}

interface Parts {
  readonly base: string;
  readonly python: SharedPython;
}

async function layOut(lab: Lab, { base, python }: Parts, { onProgress }: Told): Promise<void> {
  const { layout, hosts } = lab;
  await mkdir(layout.folder, { recursive: true, mode: 0o700 });
  const [postgres = ''] = await readdir(join(base, 'etc/postgresql'));
  await reported('Lay out the hosts', onProgress, async () => {
    for (const host of hosts) {
      await mountRoot(lab, base, host.name);
      if (await isLaidOut(lab, host)) continue;
      const { root } = layout.host(host.name);
      await writeHostFiles(root, serverFiles(lab, host, postgres));
      if (hasDocker(lab, host)) await writeHostFiles(root, await dockerFiles(groupOf(lab.record, host.name)));
      await writeMemberFiles(lab, host);
      for (const member of host.members) await layEnvironment(lab, host, member, python);
      await writeSystemFiles(lab, host);
    }
    await writeSshFiles(lab);
    for (const host of hosts) await authorize(lab, host);
  });
}

async function bootAll(lab: Lab, { prefix }: SharedPython, { onProgress, signal }: Told): Promise<void> {
  const { record, hosts } = lab;
  await reported('Boot the hosts', onProgress, async () => {
    await makeNetwork(record);
    const bound = prefix === undefined ? [] : [prefix];
    await Promise.all(hosts.map((host) => booted(lab, host, bound, signal)));
  });
}
