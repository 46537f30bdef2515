import { mkdir } from 'node:fs/promises';
import { makeBridge, networkAddress } from '../../src/io/services/bridge.ts';
import { BaiupError } from '../../src/lib/errors.ts';
import { exclusively } from '../../src/sandbox/lock.ts';
import { reported } from '../../src/sandbox/progress.ts';
import { baseImage } from './base.ts';
import type { Shape } from './hosts.ts';
import { layoutOf } from './layout.ts';
import { boot, booted } from './machine.ts';
import { bridgeOf, createLab, type Lab, loadLab } from './record.ts';
import { requireLabPrograms } from './requirements.ts';
import { authorize, mountRoot, writeSystemFiles } from './root.ts';
import { writeSshFiles } from './ssh.ts';
import type { Told } from './told.ts';

export interface LabOptions extends Told {
  readonly name: string;
  readonly shape: Shape;
  readonly version: string;
}

/**
 * Brings up a lab of real hosts; goes on where an earlier try broke off, and leaves alone what stands.
 * @throws BaiupError `lab.not-here`, `lab.exists`, `lab.no-boot`
 */
export async function labUp(options: LabOptions): Promise<Lab> {
  await requireLabPrograms(options);
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
    const lab = known ?? (await createLab(layout, options.shape, options.version));
    await bootHosts(lab, options);
    return lab;
  });
}

async function bootHosts(lab: Lab, told: Told): Promise<void> {
  const { layout, record, hosts } = lab;
  const base = await baseImage(told);
  await mkdir(layout.folder, { recursive: true, mode: 0o700 });
  await makeBridge(bridgeOf(record), networkAddress(record.network));
  await reported('Lay out the hosts', told.onProgress, async () => {
    for (const { name } of hosts) await mountRoot(lab, base, name);
    for (const host of hosts) await writeSystemFiles(lab, host);
    await writeSshFiles(lab);
    for (const host of hosts) await authorize(lab, host);
  });
  await reported('Boot the hosts', told.onProgress, async () => {
    for (const host of hosts) await boot(lab, host, []);
    await Promise.all(hosts.map((host) => booted(lab, host, told.signal)));
  });
}
