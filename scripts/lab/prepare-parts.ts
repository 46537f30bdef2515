import { buildEnvironments, sharedPython } from './environments.ts';
import { shapes } from './hosts.ts';
import { obtained } from './obtained.ts';
import { prepareMachine } from './prepare-machine.ts';
import { releaseNamed } from './record.ts';
import type { LabOptions } from './up.ts';

/**
 * All that a lab takes from elsewhere: with it, the lab comes up without a network.
 * @throws BaiupError `lab.not-here`, `lab.no-parts` where it cannot be had
 */
export async function prepareParts({ shape, version, ...told }: Omit<LabOptions, 'name'>): Promise<void> {
  await prepareMachine(told);
  const release = releaseNamed(version);
  await obtained(`Python ${release.python}`, () => sharedPython(release.python));
  await buildEnvironments({ hosts: shapes[shape], record: release }, told);
}
