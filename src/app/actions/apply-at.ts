import { type AppliedAt, atWindow } from '../live/at-window.ts';
import { readPlan } from '../records/read-plan.ts';
import { type Applied, type ApplyRequest, apply, applyUnfinished, judgeApply, unfinished } from './apply.ts';
import { plannedWindow, type WindowRequest } from './planned-window.ts';

/** How a plan is carried out, and where its window is. */
export interface Applying {
  readonly applyUnfinished: typeof applyUnfinished;
  readonly judgeApply: typeof judgeApply;
  readonly apply: typeof apply;
  /** Whether a run of the plan exists that can go on. */
  readonly hasRun: (planFile: string) => Promise<boolean>;
  readonly plannedWindow: typeof plannedWindow;
}

const applying: Applying = {
  applyUnfinished,
  judgeApply,
  apply,
  hasRun: async (planFile) => (await unfinished(await readPlan(planFile))) !== undefined,
  plannedWindow,
};

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
  its: Applying = applying,
): Promise<AppliedAt<Applied>> {
  const request = requested();
  return atWindow({
    goOn: () => its.applyUnfinished(request),
    judge: async () => {
      const window = await its.plannedWindow(how);
      const done = await its.judgeApply(request, () => window.judge(at));
      if (done) await window.drop();
      return done;
    },
    wait: async () => {
      const window = await its.plannedWindow(how);
      await window.agree(at);
      return window.wait('begin');
    },
    begin: async (agreed) => {
      const window = await its.plannedWindow(how);
      const applied = await its.apply({ ...requested(), lastLook: () => window.stands(agreed) });
      if (applied.kind === 'nothing-to-do') await window.drop();
      return applied;
    },
    hasBegun: () => its.hasRun(request.planFile),
    putOff: async (agreed) => (await its.plannedWindow(how)).putOff(agreed),
  });
}
