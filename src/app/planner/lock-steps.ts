import { saidIn } from '../../core/configuration/stand-in-configuration.ts';
import type { PlannedStep } from '../../core/plan/plan.ts';
import { locksRelease } from '../steps/locks-release.ts';
import type { HopDraft } from './draft.ts';
import { makeStep } from './make-step.ts';
import { managerOf } from './stage.ts';
import { stopping } from './stopping.ts';

/** Whether managers keep the locks by which they agree in Redis, by the text of any of their configurations. */
export const locksInRedis = (texts: readonly (string | undefined)[]): boolean =>
  texts.some((text = '') => saidIn(text, 'manager.distributed-lock') === 'redlock');

/** What managers that were killed have left is removed once all have stopped, and before any starts. */
export function lockSteps(draft: HopDraft, stopped: readonly string[]): PlannedStep[] {
  const { number: hop, locksInRedis: isKept } = draft;
  const stops = new Set(stopping(draft));
  const runsOn = draft.members.some(
    (each) => each.component.name === 'manager' && each.inSource && !stops.has(each),
  );
  // A lock does not say whose it is: while one manager runs on, nobody may remove any.
  if (!isKept || runsOn) return [];
  const where = { id: `${hop}.release.locks`, needs: stopped, hosts: [managerOf(draft).member.host] };
  return [makeStep(locksRelease, { hop }, where)];
}
