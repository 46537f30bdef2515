import { prepareMachine } from '../../scripts/lab/prepare-machine.ts';
import { labObstacle } from '../../scripts/lab/requirements.ts';
import type { Told } from '../../scripts/lab/told.ts';
import { messageOf } from '../../src/lib/errors.ts';

/** Why this machine has no small lab, in a sentence; undefined where it can. The first time its parts are made, for minutes. */
export async function whyNoLab(told: Told = {}): Promise<string | undefined> {
  const obstacle = await labObstacle();
  if (obstacle !== undefined) return obstacle;
  // It becomes a part of a name that is one line.
  const failed = (error: unknown) =>
    `its parts could not be made: ${messageOf(error).replaceAll(/[[\]\s]+/g, ' ')}`;
  return prepareMachine(told).then(() => undefined, failed);
}
