import { reduceRun } from '../../core/run/reduce.ts';
import type { RunView } from '../../core/run/view.ts';
import { teller } from './carry-out.ts';
import type { Drive } from './port.ts';
import { undoInWave } from './take-wave-back.ts';
import { viewOf } from './view-of.ts';
import { wavesOfRun } from './waves-of-run.ts';

/**
 * Agents that a run has postponed, and could not take back to their old release then, are taken back now.
 * @param isGone whether an agent is in its cluster no more: it is left as it is
 */
export async function takeLeftBack(
  drive: Drive,
  isGone: (member: string) => boolean = () => false,
): Promise<RunView> {
  const tell = teller(drive);
  const wavesOf = wavesOfRun(drive.record.plan);
  const { postponed = [] } = reduceRun(await drive.record.events()) ?? {};
  for (const { member, host, why, left } of postponed) {
    if (left === undefined || isGone(member)) continue;
    for (const hop of drive.record.plan.hops.keys()) {
      const wave = wavesOf(hop).get(member);
      if (wave === undefined) continue;
      const [still] = await undoInWave({ hop, wave, members: [member] }, drive, tell);
      const told = still === undefined ? {} : { left: still.says };
      await tell({ kind: 'member.postponed', hop, member, host, why, ...told });
    }
  }
  return viewOf(drive);
}
