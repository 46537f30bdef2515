import { fixFirst, type Rehearsed, whyNot } from '../../../core/plan/rehearsed.ts';

/** What stands behind a prediction; nothing where a rehearsal went well, for the basis says so. */
export function rehearsalNote(rehearsed: Rehearsed | undefined): string {
  if (rehearsed === undefined) return '; not rehearsed yet';
  return rehearsed.ok ? '' : '; its rehearsal failed';
}

/** What to do with a plan: rehearse it, again where that failed, else apply it. */
export function nextStep(file: string | undefined, rehearsed: Rehearsed | undefined): string {
  if (file === undefined) return 'keep it with -o plan.json';
  if (rehearsed === undefined) return `baiup rehearse ${file}`;
  if (rehearsed.ok) return `baiup apply ${file}`;
  const when = `${rehearsed.made.slice(0, 16).replace('T', ' ')} UTC`;
  return `its rehearsal of ${when} failed: ${whyNot(rehearsed)}; ${fixFirst(rehearsed)}, then: baiup rehearse ${file}`;
}
