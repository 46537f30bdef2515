import { rebuildsRegistry } from '../../core/components/kernel-registry.ts';
import { parseVersion } from '../../core/versions/parse-version.ts';
import { BaiupError } from '../../lib/errors.ts';
import { registryLocation } from './carry-kernels.ts';
import type { StepContext } from './context.ts';
import type { FilesParams, InstalledRelease } from './files-params.ts';
import { presentRegistry, readKernels } from './kernel-registry.ts';
import { stillRunning } from './noted-containers.ts';

/**
 * An agent ends every container whose kernel is not in the file that it reads at its start.
 * @returns how many containers ran at the stop and run still; a release that starts next knows them all
 * @throws BaiupError `kernels.unknown`: the agent must not be started
 */
export async function requireKnown(
  turn: FilesParams,
  release: InstalledRelease,
  context: StepContext,
): Promise<number> {
  const { still } = await stillRunning(turn, context);
  const location = registryLocation(turn, context);
  if (still.length === 0 || !location) return still.length;
  // Those that find their kernels by their containers.
  if (rebuildsRegistry(location.kernels, parseVersion(release.version))) return still.length;
  const file = await presentRegistry(location, release);
  const known = new Set(await readKernels(location.host, release.environment, file));
  const unknown = still.filter(({ kernel }) => !known.has(kernel));
  if (unknown.length === 0) return still.length;
  const names = unknown.map(({ name }) => name).join(', ');
  throw new BaiupError(
    'kernels.unknown',
    `agent ${turn.member} would end ${unknown.length} of its ${still.length} containers at its start: ${release.version} does not find ${names} in ${file}`,
    {
      hint: `end the sessions of these containers, or fix the agent's file of kernels; until then the agent is not started`,
      left: `agent ${turn.member} is stopped, and its containers run on`,
    },
  );
}
