import type { LeftUndone } from '../../core/run/event.ts';
import type { RunView } from '../../core/run/view.ts';
import { failureOf, type Tell } from './carry-out.ts';
import { keepEvidence } from './evidence.ts';
import { undoWay } from './go-back.ts';
import type { Drive } from './port.ts';
import { positionOf } from './position.ts';
import { viewOf } from './view-of.ts';
import type { FailedWave } from './wave-stopped.ts';
import { memberOfStep } from './waves-of-run.ts';
import { wayBack } from './way-back.ts';

/** Undoes what was begun in a wave, of all its agents and of its gate, or of some agents alone. */
export async function undoInWave(
  {
    hop,
    wave,
    members,
  }: { readonly hop: number; readonly wave: number; readonly members?: readonly string[] },
  drive: Drive,
  tell: Tell,
): Promise<readonly LeftUndone[]> {
  const position = positionOf(await drive.record.events());
  const way = wayBack(drive, [hop], position, (placed) => {
    if (placed.phase.wave !== wave) return false;
    return members === undefined || members.includes(memberOfStep(placed) ?? '');
  });
  return undoWay(way, drive, tell);
}

/** Finishes taking a wave back; waves before it, and everything else, keep the new release. */
export async function finishWaveBack(
  { hop, wave }: { readonly hop: number; readonly wave: number },
  drive: Drive,
  tell: Tell,
): Promise<void> {
  const left = await undoInWave({ hop, wave }, drive, tell);
  await tell({ kind: 'wave.undone', hop, wave, left });
}

/** A wave has failed: evidence first, then its agents go back, and the run stops before the next one. */
export async function takeWaveBack(
  { hop, wave, members, error }: FailedWave,
  step: string,
  drive: Drive,
  tell: Tell,
): Promise<RunView> {
  const phase = drive.record.plan.hops[hop]?.phases.find((each) => each.wave === wave);
  await tell({ kind: 'evidence.kept', ...(await keepEvidence(drive, step, error)) });
  const name = phase?.title ?? `wave ${wave}`;
  await tell({ kind: 'wave.stopped', hop, wave, name, members: [...members], why: failureOf(error) });
  await finishWaveBack({ hop, wave }, drive, tell);
  await tell({ kind: 'run.stopped' });
  return viewOf(drive);
}
