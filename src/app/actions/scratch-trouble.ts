import { BaiupError, exitCode } from '../../lib/errors.ts';
import type { RehearsedSteps } from '../rehearsal/rehearse-steps.ts';
import type { CopiedCluster } from './copy-cluster.ts';

const untouched = 'the cluster was only read: nothing was changed';

/**
 * A rehearsal that failed for want of something of its own says nothing of the upgrade, so there is no receipt.
 * @throws BaiupError `rehearsal.server-died`, `rehearsal.no-room`
 */
export async function scratchTrouble(
  { servers }: Pick<CopiedCluster, 'servers'>,
  { failures }: Pick<RehearsedSteps, 'failures'>,
  folder: string,
): Promise<void> {
  if (failures.size === 0) return;
  const said = [...failures.values()].map(({ message }) => message).join('\n');
  if (/No space left on device|DiskFull/i.test(said)) {
    throw new BaiupError('rehearsal.no-room', `the disk under ${folder} filled up: ${said}`, {
      exit: exitCode.refused,
      left: untouched,
      hint: 'set BAIUP_HOME to a folder on a larger disk',
    });
  }
  const trouble = await servers.trouble();
  if (trouble === undefined) return;
  throw new BaiupError('rehearsal.server-died', `the rehearsal's own ${trouble}`, {
    left: untouched,
    hint: 'rehearse again; if it ends again, this machine may lack memory',
  });
}
