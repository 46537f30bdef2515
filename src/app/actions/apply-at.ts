import { type AppliedAt, atWindow } from '../live/at-window.ts';
import { readPlan } from '../records/read-plan.ts';
import { type Applied, type ApplyRequest, apply, applyUnfinished, judgeApply, unfinished } from './apply.ts';
import { plannedWindow, type WindowRequest } from './planned-window.ts';

/**
 * Carries a plan out at a time that is agreed on, or goes on with its run at once.
 * @param requested is asked again once the run may begin: from then on the terminal speaks of a run
 * @param at as its operator typed it
 * @throws BaiupError what `apply` throws, `time.*`, `window.*`
 */
export async function applyAt(
  requested: () => ApplyRequest,
  how: WindowRequest,
  at: string,
): Promise<AppliedAt<Applied>> {
  const request = requested();
  return atWindow({
    goOn: () => applyUnfinished(request),
    judge: async () => {
      const window = await plannedWindow(how);
      const done = await judgeApply(request, () => window.judge(at));
      if (done) await window.drop();
      return done;
    },
    wait: async () => {
      const window = await plannedWindow(how);
      await window.agree(at);
      return window.wait('begin');
    },
    begin: async (agreed) => {
      const window = await plannedWindow(how);
      const applied = await apply({ ...requested(), lastLook: () => window.stands(agreed) });
      if (applied.kind === 'nothing-to-do') await window.drop();
      return applied;
    },
    hasBegun: async () => (await unfinished(await readPlan(request.planFile))) !== undefined,
    putOff: async (agreed) => (await plannedWindow(how)).putOff(agreed),
  });
}
