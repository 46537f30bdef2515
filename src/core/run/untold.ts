import type { RunEvent } from './event.ts';

/** A notice that a hook has not taken. */
export interface Untold {
  readonly hook: string;
  /** Its id. */
  readonly notice: string;
  readonly event: string;
  readonly why: string;
}

/** What hooks were not told of, after one of them took a notice or did not. */
export function untoldAfter(
  untold: readonly Untold[] = [],
  event: Extract<RunEvent, { kind: 'hook.told' | 'hook.gave-up' }>,
): readonly Untold[] | undefined {
  const { hook, notice } = event;
  const others = untold.filter((each) => each.hook !== hook || each.notice !== notice);
  const left =
    event.kind === 'hook.told' ? others : [...others, { hook, notice, event: event.event, why: event.why }];
  return left.length > 0 ? left : undefined;
}
